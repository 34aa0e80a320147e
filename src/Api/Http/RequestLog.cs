using System.Diagnostics;

namespace Crm.Api.Http;

/// <summary>
/// One line for each request that failed here (5xx) or was slow: method, route, status and time. Neither address, query nor
/// body: what a user typed stays out of the log.
/// </summary>
internal sealed class RequestLog(RequestDelegate next, IConfiguration configuration, ILogger<RequestLog> logger)
{
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

    private readonly TimeSpan slow = EdgeLimits.SecondsOf(configuration, "Requests:SlowSeconds", 2);

    public async Task InvokeAsync(HttpContext context)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            var elapsed = Stopwatch.GetElapsedTime(started);
            var status = context.Response.StatusCode;
            if (status >= 500 || elapsed >= slow)
            {
                var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText?.TrimEnd('/') ?? "(no route)";
                var method = Methods.Contains(context.Request.Method) ? context.Request.Method : "(other)";
                logger.Log(
                    status >= 500 ? LogLevel.Error : LogLevel.Warning,
                    "{Method} {Route} answered {Status} in {Milliseconds} ms", method, route, status, Math.Round(elapsed.TotalMilliseconds));
            }
        }
    }
}
