using Crm.Application.Common.Lists;
using Microsoft.Net.Http.Headers;

namespace Crm.Api.Http;

/// <summary>What holds for every request to the API before its endpoint runs: known query parameters, an acceptable answer.</summary>
internal static class RequestRules
{
    public const string Csv = "text/csv";

    public static Task ApplyAsync(HttpContext context, RequestDelegate next)
    {
        var endpoint = context.GetEndpoint();
        if (endpoint?.Metadata.GetMetadata<UseCaseMetadata>() is null)
            return next(context);
        CheckQuery(context, endpoint);
        var csv = endpoint.Metadata.GetMetadata<CsvMetadata>() is not null;
        if (!Accepts(context.Request, "application/json") && !(csv && Accepts(context.Request, Csv)))
            throw new BadHttpRequestException("Not acceptable.", StatusCodes.Status406NotAcceptable);
        return next(context);
    }

    /// <summary>Whether the caller wants CSV rather than JSON.</summary>
    public static bool WantsCsv(HttpRequest request) => Accepts(request, Csv) && !Accepts(request, "application/json");

    private static void CheckQuery(HttpContext context, Endpoint endpoint)
    {
        // A list reads its query string itself.
        if (endpoint.Metadata.GetMetadata<ListMetadata>() is not null)
            return;
        var known = endpoint.Metadata.GetMetadata<QueryMetadata>()?.Names ?? [];
        foreach (var (name, values) in context.Request.Query)
        {
            if (!known.Contains(name))
                throw new ProblemException(ListErrors.UnknownParameter(Application.Common.TextRules.Printable(name), known));
            if (values.Count > 1)
                throw new ProblemException(ListErrors.RepeatedParameter(name));
        }
    }

    private static bool Accepts(HttpRequest request, string type)
    {
        if (request.Headers.Accept.Count == 0 || request.Headers.Accept.All(string.IsNullOrWhiteSpace))
            return type == "application/json";
        if (!MediaTypeHeaderValue.TryParseList([.. request.Headers.Accept!], out var accepted))
            return false;
        var wanted = new MediaTypeHeaderValue(type);
        return accepted.Any(a => a.Quality is not 0 && wanted.IsSubsetOf(new MediaTypeHeaderValue(a.MediaType)));
    }
}

/// <summary>The endpoint also answers in CSV.</summary>
internal sealed class CsvMetadata;
