using System.Collections.Concurrent;
using Crm.Infrastructure.Security;

namespace Crm.Api.Http;

/// <summary>
/// Tokens of this service whose signature was found good: checking it again for each request of a quarter of an hour costs more than
/// the rest of the authentication. How long a token is good and what its user may do is looked at each time.
/// </summary>
internal sealed class ValidatedTokens(RightsCache rights, IClock clock)
{
    /// <summary>Most tokens that are remembered; then all are forgotten, and checked anew.</summary>
    public const int Capacity = 10_000;

    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(5);

    /// <summary>By the header as it came.</summary>
    private readonly ConcurrentDictionary<string, ValidatedToken> tokens = new(StringComparer.Ordinal);
    private int count;

    /// <summary>Whom the request's token stands for; null where it is not one that was checked before and is good still.</summary>
    public ValueTask<Caller?> FindCallerAsync(HttpRequest request) =>
        request.Headers.Authorization is [{ } header] && tokens.TryGetValue(header, out var known) && IsCurrent(known.From, known.To, clock.Now.UtcDateTime)
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

    /// <summary>Whether a token is good at a moment; clocks may differ a little.</summary>
    public static bool IsCurrent(DateTime? from, DateTime? to, DateTime now) => (from is null || from <= now + Skew) && to is not null && to > now - Skew;
}

/// <summary>What a token says.</summary>
/// <param name="UserId">Whose it is.</param>
/// <param name="From">When it begins to be good.</param>
/// <param name="To">When it ends.</param>
internal sealed record ValidatedToken(Guid UserId, DateTime From, DateTime To);
