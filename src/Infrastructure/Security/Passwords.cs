using Microsoft.AspNetCore.Identity;

namespace Crm.Infrastructure.Security;

/// <summary>PBKDF2 by the framework's hasher (HMAC-SHA512, 100,000 rounds, 128-bit salt: version 3 of its format).</summary>
internal sealed class Passwords : IPasswords
{
    private static readonly object NoUser = new();
    private readonly PasswordHasher<object> hasher = new();
    private readonly string dummyHash;

    public Passwords() => dummyHash = hasher.HashPassword(NoUser, Guid.NewGuid().ToString());

    public string Hash(string password) => hasher.HashPassword(NoUser, password);

    public bool Verify(string? hash, string password)
    {
        var result = hasher.VerifyHashedPassword(NoUser, hash ?? dummyHash, password);
        return hash is not null && result != PasswordVerificationResult.Failed;
    }
}
