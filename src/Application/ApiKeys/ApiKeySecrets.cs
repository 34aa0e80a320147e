using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Crm.Application.ApiKeys;

/// <summary>
/// Creates keys: 256 random bits after a prefix that secret scanners recognize. Random keys do not need a slow hash,
/// and the duration of a lookup by hash reveals nothing about a key.
/// </summary>
public static class ApiKeySecrets
{
    /// <summary>The prefix of every key.</summary>
    public const string Start = "crm_";

    /// <summary>The number of characters that are shown to identify a key.</summary>
    public const int ShownLength = 12;

    private const int Bytes = 32;

    /// <summary>The length of a key.</summary>
    private static readonly int Length = Start.Length + Base64Url.GetEncodedLength(Bytes);

    public static string New() => Start + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>Whether the text has the form of a key. Others are rejected without a query.</summary>
    public static bool IsWellFormed(string key) => key.Length == Length && key.StartsWith(Start, StringComparison.Ordinal);

    public static byte[] HashOf(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
