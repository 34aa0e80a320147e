using System.Globalization;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Net.Http.Headers;

namespace Crm.Api.Http;

/// <summary>Limits of size, time and connections, and the origins whose pages may call the API.</summary>
internal static class ServerLimits
{
    private const int DefaultTimeoutSeconds = 30;
    private const int MaxConnections = 2000;

    public static void Apply(KestrelServerLimits limits)
    {
        // RequestBody limits what is read. The server reads the rest of a rejected body for some seconds without storing it; with a limit
        // it would reset the connection instead, and the client would never receive the response.
        limits.MaxRequestBodySize = null;
        limits.MaxRequestLineSize = 16 * 1024;
        limits.MaxRequestHeadersTotalSize = 32 * 1024;
        limits.MaxRequestHeaderCount = 64;
        limits.MaxConcurrentConnections = MaxConnections;
        limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        // A client that sends or reads more slowly would occupy a connection for too long.
        limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
        limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
    }

    /// <summary>The limits of connections; half of all connections can be silent.</summary>
    public static ConnectionGuard.Limits OfConnections(IConfiguration configuration) => new(
        SecondsOf(configuration, "Connections:SilentSeconds", 10), WholeOf(configuration, "Connections:PerAddress", 1500, "connections"),
        Silent: MaxConnections / 2);

    public static void AddServerLimits(this IServiceCollection services, IConfiguration configuration)
    {
        var timeout = SecondsOf(configuration, "Requests:TimeoutSeconds", DefaultTimeoutSeconds);
        services.AddRequestTimeouts(options => options.DefaultPolicy = new RequestTimeoutPolicy
        {
            Timeout = timeout,
            TimeoutStatusCode = StatusCodes.Status503ServiceUnavailable,
            WriteTimeoutResponse = context => Problems.WriteAsync(
                context, StatusCodes.Status503ServiceUnavailable, "request_timed_out", "The request timed out; try again shortly.", 2),
        });
        services.AddCors(options => options.AddDefaultPolicy(policy => policy
            .WithOrigins(OriginsOf(configuration))
            .WithMethods("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
            .WithHeaders(HeaderNames.Accept, HeaderNames.Authorization, HeaderNames.ContentType, HeaderNames.IfMatch,
                HeaderNames.IfNoneMatch, "Idempotency-Key",
                ApiKeyAuthentication.Header, RequestValidation.Consistency)
            .WithExposedHeaders(HeaderNames.ETag, HeaderNames.Location, HeaderNames.RetryAfter, "Idempotent-Replayed")
            .SetPreflightMaxAge(TimeSpan.FromMinutes(10))));
    }

    /// <summary>A setting in whole seconds, 1 or more.</summary>
    public static TimeSpan SecondsOf(IConfiguration configuration, string name, int otherwise) =>
        TimeSpan.FromSeconds(WholeOf(configuration, name, otherwise, "seconds"));

    /// <summary>A setting in whole milliseconds, 1 or more.</summary>
    public static TimeSpan MillisecondsOf(IConfiguration configuration, string name, int otherwise) =>
        TimeSpan.FromMilliseconds(WholeOf(configuration, name, otherwise, "milliseconds"));

    /// <summary>A setting that is a whole number, 1 or more.</summary>
    public static int WholeOf(IConfiguration configuration, string name, int otherwise, string unit) => configuration[name] switch
    {
        null or "" => otherwise,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 => number,
        _ => throw new StartException($"{name} must be a whole number of {unit}, 1 or more."),
    };

    /// <summary>A list (<c>Cors__Origins__0</c>, …) or one text separated by commas.</summary>
    private static string[] OriginsOf(IConfiguration configuration)
    {
        var section = configuration.GetSection("Cors:Origins");
        var origins = section.Get<string[]>() ??
            section.Value?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        foreach (var origin in origins)
        {
            if (!Uri.TryCreate(origin, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") ||
                uri.GetLeftPart(UriPartial.Authority) != origin)
                throw new StartException(
                    $"Cors:Origins contains '{origin}'; write an origin like https://crm.example.com, without a path.");
        }

        return origins;
    }
}
