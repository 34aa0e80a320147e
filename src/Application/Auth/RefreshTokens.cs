using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Crm.Application.Auth;

/// <summary>
/// Refresh tokens are random, stored as hashes and valid for one refresh. All tokens from one login form a family. Using
/// a token again revokes the family, because the token may be stolen.
/// </summary>
public static class RefreshTokens
{
    /// <summary>How long a family is valid after its latest refresh.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    internal static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    internal static async Task<string> IssueAsync(IWriteDb db, Guid userId, Guid familyId, IClock clock, CancellationToken ct)
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var now = clock.Now;
        await db.ExecuteAsync(
            $"""
            insert into refresh_tokens (id, family_id, user_id, token_hash, created_at, expires_at)
            values ({clock.NewId()}, {familyId}, {userId}, {HashOf(token)}, {now}, {now + Lifetime})
            """,
            ct);
        return token;
    }

    internal static Task EndFamilyAsync(IWriteDb db, Guid familyId, DateTimeOffset now, CancellationToken ct) => db.ExecuteAsync(
        $"update refresh_tokens set revoked_at = {now} where family_id = {familyId} and revoked_at is null", ct);

    /// <summary>Revokes all families of a user. The transaction holds a lock on the user's row, which a concurrent refresh waits
    /// for.</summary>
    public static Task EndAllAsync(IWriteDb db, Guid userId, DateTimeOffset now, CancellationToken ct) => db.ExecuteAsync(
        $"update refresh_tokens set revoked_at = {now} where user_id = {userId} and revoked_at is null", ct);
}
