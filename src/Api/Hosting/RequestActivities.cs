using System.Diagnostics;

namespace Crm.Api.Hosting;

/// <summary>
/// Gives every request an activity, and with it a trace id, whether or not traces are exported. The framework creates one for its own
/// request log, too, but that adds each request's path to the log lines; it is off, see <see cref="Logs.AddCrmFilters"/>.
/// </summary>
internal static class RequestActivities
{
    private static readonly ActivityListener Listener = new()
    {
        ShouldListenTo = source => source.Name == "Microsoft.AspNetCore",
        Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.PropagationData,
    };

    /// <summary>For the whole process; more calls change nothing.</summary>
    public static void Enable() => ActivitySource.AddActivityListener(Listener);
}
