using Microsoft.Extensions.Logging.Console;

namespace Crm.Api.Hosting;

/// <summary>Where log lines go and how they look: one JSON object a line, or plain lines for a person at a terminal.</summary>
internal static class Logs
{
    public const string Format = "Logging:Format";

    /// <summary>Lines on the console.</summary>
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
            // A person watching wants to see what goes wrong, not each change.
            logging.AddFilter("Crm.Infrastructure.Outbox.LogSubscriber", LogLevel.Warning);
        }
    }

    /// <summary>What is logged, wherever it goes.</summary>
    public static void AddCrmFilters(this ILoggingBuilder logging)
    {
        // It adds each request's path, ids included, to every line of the request.
        logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        // A request or statement is not worth a line each; what matters is logged by who knows it.
        logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("Npgsql", LogLevel.Warning);
        // Their messages hold statements and values; what failed is logged without them, see ProblemMiddleware and RequestLog.
        logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.None).AddFilter("Npgsql.Command", LogLevel.None)
            .AddFilter("Microsoft.AspNetCore.Http.Timeouts", LogLevel.None);
    }
}
