using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Crm.Application.Auth;

/// <summary>
/// Refresh tokens: random, kept as hashes only, each good for one refresh. All that come from one login are a family; whoever
/// shows a used one ends the family, for it may have been stolen.
/// </summary>
public static class RefreshTokens
{
    /// <summary>How long a family lives after its latest refresh.</summary>
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

    /// <summary>Ends every family of a user whose row the transaction has locked: a refresh waits for that lock.</summary>
    public static Task EndAllAsync(IWriteDb db, Guid userId, DateTimeOffset now, CancellationToken ct) => db.ExecuteAsync(
        $"update refresh_tokens set revoked_at = {now} where user_id = {userId} and revoked_at is null", ct);
}
