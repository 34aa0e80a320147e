using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace Crm.Application.Common.Lists;

/// <summary>Encodes cursors. A cursor is opaque and signed, and is valid for one filter and sort only.</summary>
/// <param name="key">The signing key.</param>
public sealed class CursorCodec(byte[] key)
{
    private const int SignatureLength = 16;

    internal string Encode(ListQuery query, string? sortKey, string tieKey) => Encode(query.Fingerprint, sortKey, tieKey);

    /// <param name="fingerprint">Identifies the filter and sort that the cursor is valid for.</param>
    /// <param name="sortKey">The sort value of the last row.</param>
    /// <param name="tieKey">The tie-break value of the last row.</param>
    internal string Encode(string fingerprint, string? sortKey, string tieKey)
    {
        var payload = JsonSerializer.SerializeToUtf8Bytes(new[] { fingerprint, sortKey, tieKey });
        return Base64Url.EncodeToString([.. Sign(payload), .. payload]);
    }

    internal Result<ListPosition> Decode(ListQuery query) => Decode(query.Cursor!, query.Fingerprint);

    internal Result<ListPosition> Decode(string cursor, string fingerprint)
    {
        byte[] bytes;
        try
        {
            bytes = Base64Url.DecodeFromChars(cursor);
        }
        catch (FormatException)
        {
            return ListErrors.BadCursor;
        }

        if (bytes.Length <= SignatureLength)
            return ListErrors.BadCursor;
        var payload = bytes.AsSpan(SignatureLength);
        if (!CryptographicOperations.FixedTimeEquals(bytes.AsSpan(0, SignatureLength), Sign(payload)))
            return ListErrors.BadCursor;
        var parts = JsonSerializer.Deserialize<string?[]>(payload)!;
        return parts[0] == fingerprint ? new ListPosition(parts[1], parts[2]!) : ListErrors.CursorMismatch;
    }

    private ReadOnlySpan<byte> Sign(ReadOnlySpan<byte> payload) => HMACSHA256.HashData(key, payload).AsSpan(0, SignatureLength);
}
