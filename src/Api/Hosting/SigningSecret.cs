using System.Security.Cryptography;
using Crm.Infrastructure.Security;

namespace Crm.Api.Hosting;

/// <summary>The secret from which the keys for tokens and cursors are derived.</summary>
internal static class SigningSecret
{
    public const string Setting = "Security:SigningKey";

    public static byte[] Read(IConfiguration configuration)
    {
        var text = configuration[Setting]
            ?? throw new StartException("Set Security__SigningKey to at least 32 random bytes in base64 (openssl rand -base64 48).");
        byte[] secret;
        try
        {
            secret = Convert.FromBase64String(text);
        }
        catch (FormatException)
        {
            throw new StartException("Security__SigningKey is not valid base64; generate a key with: openssl rand -base64 48");
        }

        return secret.Length >= ServiceKeys.MinSecretBytes
            ? secret
            : throw new StartException(
                $"Security__SigningKey has {secret.Length} bytes; it must have at least {ServiceKeys.MinSecretBytes}.");
    }

    /// <summary>The secret in a data folder, generated at the first start; only the file's owner can read it.</summary>
    public static string ReadOrMake(string dataDirectory)
    {
        var file = Path.Combine(dataDirectory, "signing.key");
        if (File.Exists(file))
            return File.ReadAllText(file).Trim();
        Directory.CreateDirectory(dataDirectory);
        var secret = Convert.ToBase64String(RandomNumberGenerator.GetBytes(48));
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var writer = new StreamWriter(file, options);
        writer.Write(secret);
        return secret;
    }
}
