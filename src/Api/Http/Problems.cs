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
        ErrorKind.Unavailable => StatusCodes.Status503ServiceUnavailable,
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
        // Not cancelled with the request: a request that timed out still gets this response.
        var content = Render(
            status, error, RouteTemplate.Of(context), Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier);
        await response.Body.WriteAsync(content, CancellationToken.None);
    }

    /// <summary>Code and sentence of an error for which there is only a status.</summary>
    public static (string Code, string Detail) OfStatus(int status, long maxBytes, string method = "this") => status switch
    {
        401 => ("not_authenticated", "Log in, or send a valid access token."),
        403 => ("right_missing", "Your role does not allow this."),
        404 => ("not_found", "There is no resource at this address."),
        405 => ("method_not_allowed", $"This address does not support {method}; see the Allow header."),
        406 => ("not_acceptable", "The response is application/json; accept it, or omit the header Accept."),
        408 => ("request_timeout", "The request took too long to arrive; send it again."),
        413 => ("body_too_large", $"The request body must have at most {maxBytes} bytes."),
        414 => ("address_too_long", "The request line is too long; use fewer or shorter parameters."),
        415 => ("unsupported_media_type", "Send the body as application/json."),
        429 => ("too_many_requests", "Too many requests; try again later."),
        431 => ("headers_too_large", "The request has too many or too large headers; leave some out."),
        505 => ("http_version_not_supported", "Use HTTP/1.1."),
        >= 500 => ("internal_error", "An internal error occurred; the trace id helps the operator to find the cause."),
        _ => ("bad_request", "The request is malformed."),
    };

    /// <summary>The problem document.</summary>
    public static byte[] Render(int status, Error error, string instance, string traceId)
    {
        var problem = new Dictionary<string, object?>
        {
            ["type"] = $"https://www.rfc-editor.org/rfc/rfc9110#name-{TitleOf(status).ToLowerInvariant().Replace(' ', '-')}",
            ["title"] = TitleOf(status),
            ["status"] = status,
            ["detail"] = error.Message,
            ["instance"] = instance,
            ["code"] = error.Code,
            ["traceId"] = traceId,
        };
        foreach (var (name, value) in error.Details ?? new Dictionary<string, object?>())
            problem[name] = value;
        if (error.Fields is not null)
            problem["errors"] = error.Fields;
        return JsonSerializer.SerializeToUtf8Bytes(problem, CrmJson.Options);
    }

    private static string TitleOf(int status) =>
        Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status) is { Length: > 0 } phrase ? phrase : "Error";
}
