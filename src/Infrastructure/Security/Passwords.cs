using System.Buffers.Binary;
using System.Security.Cryptography;
using Crm.Application.Auth;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Crm.Infrastructure.Security;

/// <summary>PBKDF2 by the framework's hasher (HMAC-SHA512, 128-bit salt: version 3 of its format), with the rounds of the
/// configuration.</summary>
internal sealed class Passwords : IPasswords
{
    private const byte Version3 = 1;
    private const int RoundsAt = 5;

    private static readonly object NoUser = new();
    private readonly int rounds;
    private readonly PasswordHasher<object> hasher;
    private readonly string dummyHash;

    public Passwords(LoginLimits limits)
    {
        rounds = limits.PasswordRounds;
        hasher = new PasswordHasher<object>(Options.Create(new PasswordHasherOptions { IterationCount = rounds }));
        dummyHash = hasher.HashPassword(NoUser, Guid.NewGuid().ToString());
    }

    public string Hash(string password) => hasher.HashPassword(NoUser, password);

    public PasswordMatch Verify(string? hash, string password)
    {
        var result = hasher.VerifyHashedPassword(NoUser, hash ?? dummyHash, password);
        // An old hash takes as long as a new one; otherwise the time would show which accounts exist.
        if (hash is not null && rounds - RoundsOf(hash) is > 0 and var missing)
            Rfc2898DeriveBytes.Pbkdf2(password, Array.Empty<byte>(), missing, HashAlgorithmName.SHA512, SHA256.HashSizeInBytes);
        return hash is null || result == PasswordVerificationResult.Failed ? PasswordMatch.No
            : result == PasswordVerificationResult.SuccessRehashNeeded ? PasswordMatch.Outdated : PasswordMatch.Yes;
    }

    private static int RoundsOf(string hash)
    {
        var bytes = new byte[RoundsAt + sizeof(int)];
        return Convert.TryFromBase64String(hash, bytes.Length < hash.Length ? bytes = new byte[hash.Length] : bytes, out var length) &&
            length > RoundsAt + sizeof(int) && bytes[0] == Version3 ? BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(RoundsAt)) : 0;
    }
}
