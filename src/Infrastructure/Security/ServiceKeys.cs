using System.Security.Cryptography;
using System.Text;

namespace Crm.Infrastructure.Security;

/// <summary>The keys of the service, all derived from the one secret of its configuration.</summary>
public sealed class ServiceKeys
{
    /// <summary>The minimum length of the secret in bytes.</summary>
    public const int MinSecretBytes = 32;

    private readonly byte[] secret;

    public ServiceKeys(byte[] secret)
    {
        if (secret.Length < MinSecretBytes)
            throw new ArgumentException($"The signing secret must have at least {MinSecretBytes} bytes.", nameof(secret));
        this.secret = secret;
    }

    /// <summary>Signs access tokens.</summary>
    public byte[] AccessTokens => Derive("access-token");

    /// <summary>Hashes the logins whose failures are counted.</summary>
    public byte[] LoginThrottle => Derive("login-throttle");

    /// <summary>Derives the successors of refresh tokens.</summary>
    public byte[] RefreshTokens => Derive("refresh-token");

    /// <summary>Hashes the requests of idempotency keys.</summary>
    public byte[] IdempotencyHashes => Derive("idempotency-hash");

    /// <summary>Signs cursors.</summary>
    public byte[] Cursors => Derive("cursor");

    private byte[] Derive(string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 32, info: Encoding.ASCII.GetBytes($"crm {purpose}"));
}
