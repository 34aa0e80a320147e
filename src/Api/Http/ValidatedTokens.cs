using System.Collections.Concurrent;
using Crm.Infrastructure.Security;

namespace Crm.Api.Http;

/// <summary>
/// Tokens of this service with a valid signature, by their hash. Checking a signature again for each request of a quarter of an hour would
/// cost more than the rest of the authentication. Expiry and permissions are checked at each request. All entries have the same size, so
/// the capacity limits the memory: some 2 MB.
/// </summary>
internal sealed class ValidatedTokens(RightsCache rights, IClock clock)
{
    /// <summary>The capacity of the cache. A full cache is cleared, and its tokens are validated again.</summary>
    public const int Capacity = 10_000;

    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<(UInt128, UInt128), ValidatedToken> tokens = new();
    private int count;

    /// <summary>The number of cached tokens.</summary>
    public int Count => tokens.Count;

    /// <summary>The caller of a token; null if the token is not in the cache, or not valid at this time.</summary>
    public ValueTask<Caller?> FindCallerAsync(string token, CancellationToken ct) =>
        tokens.TryGetValue(BearerToken.HashOf(token), out var known) && IsCurrent(known.From, known.To, clock.Now.UtcDateTime)
            ? rights.FindAsync(known.UserId, ct)
            : ValueTask.FromResult<Caller?>(null);

    public void Remember(string token, ValidatedToken validated)
    {
        if (!tokens.TryAdd(BearerToken.HashOf(token), validated) || Interlocked.Increment(ref count) <= Capacity)
            return;
        tokens.Clear();
        Volatile.Write(ref count, 0);
    }

    /// <summary>Whether a token is valid at a time; allows for a small difference between clocks.</summary>
    public static bool IsCurrent(DateTime? from, DateTime? to, DateTime now) =>
        (from is null || from <= now + Skew) && to is not null && to > now - Skew;
}

/// <summary>What a validated token contains.</summary>
/// <param name="UserId">The user.</param>
/// <param name="From">When it becomes valid.</param>
/// <param name="To">When it expires.</param>
internal readonly record struct ValidatedToken(Guid UserId, DateTime From, DateTime To);
