using System.Security.Cryptography;
using System.Text;

namespace Crm.Infrastructure.Security;

/// <summary>The keys that the service signs with, all derived from the one secret of its configuration.</summary>
public sealed class ServiceKeys
{
    /// <summary>Fewest bytes of the secret.</summary>
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

    /// <summary>Hides whose failed logins are counted.</summary>
    public byte[] LoginThrottle => Derive("login-throttle");

    /// <summary>Hides what stood in a request that an idempotency key was used for.</summary>
    public byte[] IdempotencyHashes => Derive("idempotency-hash");

    /// <summary>Signs cursors.</summary>
    public byte[] Cursors => Derive("cursor");

    private byte[] Derive(string purpose) => HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 32, info: Encoding.ASCII.GetBytes($"crm {purpose}"));
}
