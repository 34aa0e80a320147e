using System.Net;
using System.Text;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace Crm.Api.Http;

/// <summary>Checks every request to the API before its endpoint runs: known query parameters, an acceptable response type.</summary>
internal static class RequestValidation
{
    public const string Csv = "text/csv";

    /// <summary>The request header that sends a read to the primary.</summary>
    public const string Consistency = "X-Consistency";

    /// <summary>Its only value.</summary>
    public const string Primary = "primary";

    private const string Json = "application/json";

    private static readonly Error UnknownConsistency = Error.Invalid(
        "unknown_consistency", $"{Consistency} must be {Primary}; omit it if a short delay does not matter.");

    public static Task ApplyAsync(HttpContext context, RequestDelegate next)
    {
        var endpoint = context.GetEndpoint();
        if (endpoint?.Metadata.GetMetadata<UseCaseMetadata>() is null)
            return next(context);
        CheckQuery(context, endpoint);
        if (context.Request.Headers.TryGetValue(Consistency, out var consistency) && consistency != Primary)
            throw new ProblemException(UnknownConsistency);
        var csv = endpoint.Metadata.GetMetadata<CsvMetadata>() is not null;
        // Where there is no content, none can be unacceptable: some clients then accept problem documents alone.
        var hasContent = endpoint.Metadata.GetOrderedMetadata<IProducesResponseTypeMetadata>().All(r => r.StatusCode != 204);
        if (hasContent && !Accepts(context.Request, Json) && !(csv && Accepts(context.Request, Csv)))
            throw new BadHttpRequestException("Not acceptable.", StatusCodes.Status406NotAcceptable);
        return next(context);
    }

    /// <summary>Whether the caller prefers CSV to JSON: by quality, or by a more specific media range.</summary>
    public static bool WantsCsv(HttpRequest request) => Preference(request, Csv).CompareTo(Preference(request, Json)) > 0;

    private static void CheckQuery(HttpContext context, Endpoint endpoint)
    {
        // The framework keeps escapes that are not valid UTF-8 as literal text.
        var query = context.Request.QueryString.Value ?? "";
        if (query.AsSpan().ContainsAnyExceptInRange('\u0001', '\u007f') || query.Contains('%'))
        {
            var bytes = Encoding.UTF8.GetBytes(query);
            var decoded = WebUtility.UrlDecodeToBytes(bytes, 0, bytes.Length);
            if (decoded.Contains((byte)0) || !Utf8.IsValid(decoded))
                throw new ProblemException(ListErrors.BrokenQuery);
        }

        // A list parses its query string itself.
        if (endpoint.Metadata.GetMetadata<ListMetadata>() is not null)
            return;
        var known = endpoint.Metadata.GetMetadata<QueryMetadata>()?.Names ?? [];
        foreach (var (name, values) in context.Request.Query)
        {
            if (!known.Contains(name))
                throw new ProblemException(ListErrors.UnknownParameter(TextRules.Printable(name), known));
            if (values.Count > 1)
                throw new ProblemException(ListErrors.RepeatedParameter(name));
        }
    }

    private static bool Accepts(HttpRequest request, string type) => Preference(request, type).Quality > 0;

    /// <summary>The quality that Accept gives a media type: the most specific range that includes it decides (RFC 9110, 12.5.1).</summary>
    private static (double Quality, int Specificity) Preference(HttpRequest request, string type)
    {
        if (request.Headers.Accept.Count == 0 || request.Headers.Accept.All(string.IsNullOrWhiteSpace))
            return type == Json ? (1, 0) : (0, 0);
        if (!MediaTypeHeaderValue.TryParseList([.. request.Headers.Accept!], out var accepted))
            return (0, 0);
        var wanted = new MediaTypeHeaderValue(type);
        return accepted
            .Where(a => wanted.IsSubsetOf(new MediaTypeHeaderValue(a.MediaType)))
            .Select(a => (Quality: a.Quality ?? 1, Specificity: a.MatchesAllTypes ? 0 : a.MatchesAllSubTypes ? 1 : 2))
            .OrderByDescending(a => a.Specificity).ThenByDescending(a => a.Quality)
            .FirstOrDefault();
    }
}

/// <summary>The endpoint can also return CSV.</summary>
internal sealed class CsvMetadata;
