using System.Collections.Concurrent;
using System.Security.Claims;

namespace Crm.Api.Http;

/// <summary>
/// Tokens of this service whose signature was found good: checking it again for each request of a quarter of an hour costs more than
/// the rest of the authentication. How long a token is good and what its user may do is looked at each time.
/// </summary>
internal sealed class ValidatedTokens
{
    /// <summary>Most tokens that are remembered; then all are forgotten, and checked anew.</summary>
    public const int Capacity = 10_000;

    private readonly ConcurrentDictionary<string, ValidatedToken> tokens = new(StringComparer.Ordinal);
    private int count;

    public ValidatedToken? Find(string? token) => token is not null && tokens.TryGetValue(token, out var found) ? found : null;

    public void Remember(string token, ValidatedToken validated)
    {
        if (Interlocked.Increment(ref count) > Capacity)
        {
            tokens.Clear();
            Volatile.Write(ref count, 1);
        }

        tokens[token] = validated;
    }
}

/// <summary>What a token says.</summary>
/// <param name="UserId">Whose it is.</param>
/// <param name="Principal">The same, for the framework.</param>
/// <param name="From">When it begins to be good.</param>
/// <param name="To">When it ends.</param>
internal sealed record ValidatedToken(Guid UserId, ClaimsPrincipal Principal, DateTime From, DateTime To);
