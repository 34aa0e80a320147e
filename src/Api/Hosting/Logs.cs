using Microsoft.Extensions.Logging.Console;

namespace Crm.Api.Hosting;

/// <summary>Where log entries are written and in which format: one JSON object per line, or plain text for a terminal.</summary>
internal static class Logs
{
    public const string Format = "Logging:Format";

    /// <summary>Logs to the console.</summary>
    public static void AddCrmConsole(this ILoggingBuilder logging, IConfiguration configuration)
    {
        var json = configuration[Format] switch
        {
            null or "" => Console.IsOutputRedirected,
            "json" => true,
            "text" => false,
            _ => throw new StartException($"{Format} must be json or text."),
        };
        logging.ClearProviders();
        logging.Configure(options => options.ActivityTrackingOptions = ActivityTrackingOptions.TraceId | ActivityTrackingOptions.SpanId);
        if (json)
        {
            logging.AddJsonConsole(options =>
            {
                options.IncludeScopes = true;
                options.UseUtcTimestamp = true;
                options.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";
            });
        }
        else
        {
            logging.AddSimpleConsole(options =>
            {
                options.SingleLine = true;
                options.TimestampFormat = "HH:mm:ss ";
                options.ColorBehavior = LoggerColorBehavior.Default;
            });
            // A user at a terminal needs to see failures, not each event.
            logging.AddFilter("Crm.Infrastructure.Outbox.LogSubscriber", LogLevel.Warning);
        }
    }

    /// <summary>Filters what is logged, for every provider.</summary>
    public static void AddCrmFilters(this ILoggingBuilder logging)
    {
        // This category adds each request's path, ids included, to every log entry of the request.
        logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        // One entry per request or statement would be too many; RequestLog and SqlMetrics log those that failed or were slow.
        logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("Npgsql", LogLevel.Warning);
        // The messages of these categories contain statements and values; ProblemMiddleware and RequestLog log failures without them.
        logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.None).AddFilter("Npgsql.Command", LogLevel.None)
            .AddFilter("Microsoft.AspNetCore.Http.Timeouts", LogLevel.None);
    }
}
