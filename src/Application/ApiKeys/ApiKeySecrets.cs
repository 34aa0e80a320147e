using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Crm.Application.ApiKeys;

/// <summary>
/// Keys themselves: 256 random bits behind a prefix that scanners for leaked secrets know. So much chance needs no slow hash,
/// and a lookup by the hash tells nothing about a key by its time.
/// </summary>
public static class ApiKeySecrets
{
    /// <summary>How every key begins.</summary>
    public const string Start = "crm_";

    /// <summary>How many characters of a key are shown, so that people can tell keys apart.</summary>
    public const int ShownLength = 12;

    private const int Bytes = 32;

    /// <summary>How long every key is.</summary>
    private static readonly int Length = Start.Length + Base64Url.GetEncodedLength(Bytes);

    public static string New() => Start + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>Whether it is worth looking for.</summary>
    public static bool IsWellFormed(string key) => key.Length == Length && key.StartsWith(Start, StringComparison.Ordinal);

    public static byte[] HashOf(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
