using System.Collections.Concurrent;
using Crm.Infrastructure.Security;

namespace Crm.Api.Http;

/// <summary>
/// Tokens of this service with a valid signature. Checking a signature again for each request of a quarter of an hour would cost more than
/// the rest of the authentication. Expiry and permissions are checked at each request.
/// </summary>
internal sealed class ValidatedTokens(RightsCache rights, IClock clock)
{
    /// <summary>The capacity of the cache. A full cache is cleared, and its tokens are validated again.</summary>
    public const int Capacity = 10_000;

    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(5);

    /// <summary>By the unparsed header.</summary>
    private readonly ConcurrentDictionary<string, ValidatedToken> tokens = new(StringComparer.Ordinal);
    private int count;

    /// <summary>The caller of the request's token; null if the token is not in the cache, or not valid at this time.</summary>
    public ValueTask<Caller?> FindCallerAsync(HttpRequest request) =>
        request.Headers.Authorization is [{ } header] && tokens.TryGetValue(header, out var known) &&
            IsCurrent(known.From, known.To, clock.Now.UtcDateTime)
            ? rights.FindAsync(known.UserId, request.HttpContext.RequestAborted)
            : ValueTask.FromResult<Caller?>(null);

    public void Remember(HttpRequest request, ValidatedToken validated)
    {
        if (request.Headers.Authorization is not [{ } header])
            return;
        if (Interlocked.Increment(ref count) > Capacity)
        {
            tokens.Clear();
            Volatile.Write(ref count, 1);
        }

        tokens[header] = validated;
    }

    /// <summary>Whether a token is valid at a time; allows for a small difference between clocks.</summary>
    public static bool IsCurrent(DateTime? from, DateTime? to, DateTime now) =>
        (from is null || from <= now + Skew) && to is not null && to > now - Skew;
}

/// <summary>What a validated token contains.</summary>
/// <param name="UserId">The user.</param>
/// <param name="From">When it becomes valid.</param>
/// <param name="To">When it expires.</param>
internal sealed record ValidatedToken(Guid UserId, DateTime From, DateTime To);
