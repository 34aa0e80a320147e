using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Crm.Application.Common.Behaviours;

/// <summary>The names of the service's metrics and traces.</summary>
public static class Telemetry
{
    public const string Name = "Crm";
    internal static readonly ActivitySource Source = new(Name);
    internal static readonly Meter Meter = new(Name);
    internal static readonly Histogram<double> Duration = Meter.CreateHistogram<double>(
        "crm.usecase.duration", "s", "How long a use case took, by name and outcome.");
}
