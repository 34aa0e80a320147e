using System.Diagnostics;
using System.Text.Json;
using Crm.Application.Common.Json;

namespace Crm.Api.Http;

/// <summary>An error raised where no result can be returned: while a request is read.</summary>
/// <param name="error">The error.</param>
internal sealed class ProblemException(Error error) : Exception(error.Message)
{
    public Error Error { get; } = error;
}

/// <summary>Writes errors as <c>application/problem+json</c> (RFC 9457).</summary>
internal static class Problems
{
    public const string MediaType = "application/problem+json";

    public static int StatusOf(ErrorKind kind) => kind switch
    {
        ErrorKind.Invalid => StatusCodes.Status400BadRequest,
        ErrorKind.Unauthenticated => StatusCodes.Status401Unauthorized,
        ErrorKind.Forbidden => StatusCodes.Status403Forbidden,
        ErrorKind.NotFound => StatusCodes.Status404NotFound,
        ErrorKind.Conflict => StatusCodes.Status409Conflict,
        ErrorKind.PreconditionFailed => StatusCodes.Status412PreconditionFailed,
        ErrorKind.TooMany => StatusCodes.Status429TooManyRequests,
        _ => StatusCodes.Status500InternalServerError,
    };

    public static Task WriteAsync(HttpContext context, Error error) => WriteAsync(context, StatusOf(error.Kind), error);

    /// <summary>For errors of the framework, which have a status but no <see cref="Error"/>.</summary>
    public static Task WriteAsync(HttpContext context, int status, string code, string detail, int? retryAfter = null) =>
        WriteAsync(context, status, new Error(code, detail, ErrorKind.Invalid) { RetryAfterSeconds = retryAfter });

    private static async Task WriteAsync(HttpContext context, int status, Error error)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = MediaType;
        if (error.RetryAfterSeconds is { } seconds)
            response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (status == StatusCodes.Status401Unauthorized && response.Headers.WWWAuthenticate.Count == 0)
            response.Headers.WWWAuthenticate = "Bearer";
        var problem = new Dictionary<string, object?>
        {
            ["type"] = $"https://www.rfc-editor.org/rfc/rfc9110#name-{TitleOf(status).ToLowerInvariant().Replace(' ', '-')}",
            ["title"] = TitleOf(status),
            ["status"] = status,
            ["detail"] = error.Message,
            ["instance"] = RouteTemplate.Of(context),
            ["code"] = error.Code,
            ["traceId"] = Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier,
        };
        foreach (var (name, value) in error.Details ?? new Dictionary<string, object?>())
            problem[name] = value;
        if (error.Fields is not null)
            problem["errors"] = error.Fields;
        // Not cancelled with the request: a request that timed out still gets this response.
        await response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(problem, CrmJson.Options), CancellationToken.None);
    }

    private static string TitleOf(int status) =>
        Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status) is { Length: > 0 } phrase ? phrase : "Error";
}
