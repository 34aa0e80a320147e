using System.Diagnostics;
using Crm.Application.Common.Behaviours;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Crm.Api.Hosting;

/// <summary>
/// Exports traces and metrics by OTLP if OpenTelemetry's standard environment variables name an endpoint; otherwise it is not registered.
/// Spans contain names, routes and statements with placeholders, but no value that a user typed.
/// </summary>
internal sealed class TelemetryExport : IHostedService, IDisposable
{
    private static readonly string[] Endpoints =
        ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT"];

    private TracerProvider? traces;
    private MeterProvider? metrics;

    public static bool IsWanted(IConfiguration configuration) =>
        Endpoints.Any(name => !string.IsNullOrEmpty(configuration[name])) &&
        !string.Equals(configuration["OTEL_SDK_DISABLED"], "true", StringComparison.OrdinalIgnoreCase);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var resource = ResourceBuilder.CreateDefault();
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("OTEL_SERVICE_NAME")))
            resource.AddService("crm", serviceVersion: OpenApi.ApiDocument.Version);
        traces = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(resource)
            .AddSource(Telemetry.Name, "Microsoft.AspNetCore", "Npgsql")
            .AddProcessor(new PersonalDataFilter())
            .AddOtlpExporter()
            .Build();
        metrics = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource)
            .AddMeter(Telemetry.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime", "Npgsql")
            .AddOtlpExporter()
            .Build();
        return Task.CompletedTask;
    }

    /// <summary>Exports the remaining spans and metrics.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        traces?.Shutdown(5_000);
        metrics?.Shutdown(5_000);
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        traces?.Dispose();
        metrics?.Dispose();
    }

    /// <summary>Removes personal data: IP addresses, user agents, paths and queries, and exception messages.</summary>
    private sealed class PersonalDataFilter : BaseProcessor<Activity>
    {
        private static readonly string[] PersonalTags =
        [
            "url.path", "url.query", "url.full", "http.url", "http.target", "user_agent.original", "http.user_agent", "client.address",
            "network.peer.address", "exception.message",
        ];

        public override void OnEnd(Activity data)
        {
            foreach (var name in PersonalTags)
                data.SetTag(name, null);
            if (data.Status == ActivityStatusCode.Error && data.StatusDescription is not null)
                data.SetStatus(ActivityStatusCode.Error);
        }
    }
}
