using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Crm.Api.Http;

/// <summary>
/// The entity tags of the service: <c>"&lt;version&gt;.&lt;hash of what is shown&gt;"</c> for a record, <c>"&lt;hash&gt;"</c> for other
/// content. If-Match compares the version alone; If-None-Match compares all of it.
/// </summary>
internal static class ETags
{
    private const int HashBytes = 8;

    private static readonly Error InvalidIfMatch = Error.Invalid(
        "invalid_if_match", "If-Match must be *, or a list of ETags in quotes such as \"3\".");

    /// <param name="version">The record's version; null if the content is no record.</param>
    /// <param name="content">The content before it is compressed.</param>
    public static string Of(long? version, ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content, hash);
        var shown = Convert.ToHexStringLower(hash[..HashBytes]);
        return version is { } v ? string.Create(CultureInfo.InvariantCulture, $"\"{v}.{shown}\"") : $"\"{shown}\"";
    }

    /// <summary>The tag of the same content with a content coding: a strong tag belongs to one sequence of bytes (RFC 9110,
    /// 8.8.3.3).</summary>
    public static string Encoded(string tag, string coding) => $"{tag[..^1]}-{coding}\"";

    /// <summary>Whether the client already has this content: If-None-Match is <c>*</c> or contains the tag, in any coding. The comparison
    /// is weak.</summary>
    public static bool IsCurrent(HttpRequest request, string tag) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) && request.Headers.IfNoneMatch.Count > 0 &&
        EntityTagHeaderValue.TryParseList([.. request.Headers.IfNoneMatch!], out var known) &&
        known.Any(k => k.Tag == "*" || k.Tag == tag || Compression.Codings.Any(c => k.Tag == Encoded(tag, c)));

    /// <summary>The versions in If-Match; null without it, or if any version matches. An empty list matches nothing.</summary>
    public static IReadOnlyList<long>? VersionsIn(IHeaderDictionary headers)
    {
        if (!headers.TryGetValue(HeaderNames.IfMatch, out var values))
            return null;
        if (!EntityTagHeaderValue.TryParseStrictList([.. values!], out var tags) || tags.Count == 0)
            throw new ProblemException(InvalidIfMatch);
        if (tags.Any(t => t.Tag == "*"))
            return null;
        // A weak tag never matches; nor does a tag that is not a version of this service.
        return [.. tags.Where(t => !t.IsWeak).Select(t => VersionOf(t.Tag.AsSpan().Trim('"'))).Where(v => v > 0)];
    }

    private static long VersionOf(ReadOnlySpan<char> tag)
    {
        var point = tag.IndexOf('.');
        var digits = point < 0 ? tag : tag[..point];
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0;
    }
}
