using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Crm.Application.Auth;

/// <summary>
/// Refresh tokens are stored as hashes and valid for one refresh. All tokens from one login form a family. Using a token again revokes the
/// family, because the token may be stolen; only shortly after its use, it may be repeated once.
/// </summary>
public static class RefreshTokens
{
    /// <summary>How long after its use a token may be used again: a client that lost the response, or has several windows, does
    /// so.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    /// <summary>How long a family is valid after its latest refresh.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    internal static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    /// <summary>The first token of a family.</summary>
    internal static string Make() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(HMACSHA256.HashSizeInBytes));

    /// <summary>The token that replaces another: derived from it with a key of the service, so that the same one can be returned again
    /// although only its hash is stored.</summary>
    internal static string SuccessorOf(string token, RefreshTokenKey key) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(key.Bytes, Encoding.UTF8.GetBytes(token)));

    internal static Task StoreAsync(IWriteDb db, string token, Guid userId, Guid familyId, IClock clock, CancellationToken ct) =>
        db.ExecuteAsync(
            $"""
            insert into refresh_tokens (id, family_id, user_id, token_hash, created_at, expires_at)
            values ({clock.NewId()}, {familyId}, {userId}, {HashOf(token)}, {clock.Now}, {clock.Now + Lifetime})
            """,
            ct);

    internal static Task EndFamilyAsync(IWriteDb db, Guid familyId, DateTimeOffset now, CancellationToken ct) => db.ExecuteAsync(
        $"update refresh_tokens set revoked_at = {now} where family_id = {familyId} and revoked_at is null", ct);

    /// <summary>Revokes all families of a user. The transaction holds a lock on the user's row, which a concurrent refresh waits
    /// for.</summary>
    public static Task EndAllAsync(IWriteDb db, Guid userId, DateTimeOffset now, CancellationToken ct) => db.ExecuteAsync(
        $"update refresh_tokens set revoked_at = {now} where user_id = {userId} and revoked_at is null", ct);
}

/// <summary>The key from which the successors of refresh tokens are derived.</summary>
public sealed record RefreshTokenKey(byte[] Bytes);
