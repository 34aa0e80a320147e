using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Crm.Api.Http;

/// <summary>
/// The access token of a request. The header Authorization has exactly one form: one value, <c>Bearer</c>, one space, and a signed token.
/// In any other form it is no credential: padding would make one token look like many.
/// </summary>
internal static class BearerToken
{
    private const string Scheme = "Bearer ";
    private const int MaxLength = 8 * 1024;

    private static readonly SearchValues<char> Characters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    public static bool TryRead(HttpRequest request, [NotNullWhen(true)] out string? token)
    {
        token = null;
        if (request.Headers.Authorization is not [{ Length: <= MaxLength } header] ||
            !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return false;
        var rest = header.AsSpan(Scheme.Length);
        if (rest.IsEmpty || rest.ContainsAnyExcept(Characters))
            return false;
        token = rest.ToString();
        return true;
    }

    /// <summary>A name for the token that does not contain it.</summary>
    public static (UInt128 First, UInt128 Second) HashOf(string token)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.ASCII.GetBytes(token), hash);
        return (BinaryPrimitives.ReadUInt128LittleEndian(hash), BinaryPrimitives.ReadUInt128LittleEndian(hash[16..]));
    }
}
