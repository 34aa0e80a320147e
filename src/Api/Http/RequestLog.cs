using System.Collections.Concurrent;
using System.Diagnostics;
using Crm.Application.Common.Metrics;
using Microsoft.AspNetCore.Http.Features;

namespace Crm.Api.Http;

/// <summary>
/// Measures each request by its endpoint, names its span, and logs requests that failed (5xx) or were slow: method, route template,
/// status and time. Address, query and body are not logged, because they may contain what a user typed.
/// </summary>
internal sealed class RequestLog(RequestDelegate next, IConfiguration configuration, Measurements measurements, ILogger<RequestLog> logger)
{
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

    /// <summary>By endpoint, so that no name has to be built for each request.</summary>
    private readonly ConcurrentDictionary<Endpoint, Series> series = new();
    private readonly Series unknown = measurements.Endpoint("(no route)");
    private readonly TimeSpan slow = ServerLimits.SecondsOf(configuration, "Requests:SlowSeconds", 2);

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
            SeriesOf(context.GetEndpoint()).Add(elapsed, status >= 500);
            if (context.Features.Get<IHttpActivityFeature>()?.Activity is { IsAllDataRequested: true } span)
            {
                span.DisplayName = $"{MethodOf(context.Request)} {RouteTemplate.Of(context)}";
                span.SetTag("http.route", RouteTemplate.Of(context));
            }

            if (status >= 500 || elapsed >= slow)
            {
                logger.Log(
                    status >= 500 ? LogLevel.Error : LogLevel.Warning,
                    "{Method} {Route} responded {Status} in {Milliseconds} ms",
                    MethodOf(context.Request),
                    RouteTemplate.Of(context),
                    status,
                    Math.Round(elapsed.TotalMilliseconds));
            }
        }
    }

    private Series SeriesOf(Endpoint? endpoint) =>
        endpoint is RouteEndpoint
            ? series.GetOrAdd(endpoint, static (e, m) => m.Endpoint($"{MethodOf(e)} {RouteTemplate.Of(e)}"), measurements)
            : unknown;

    /// <summary>Other methods are not logged by name: a client can send any text.</summary>
    private static string MethodOf(HttpRequest request) => Methods.Contains(request.Method) ? request.Method : "(other)";

    private static string MethodOf(Endpoint endpoint) => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods[0] ?? "GET";
}
