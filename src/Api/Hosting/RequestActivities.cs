using System.Diagnostics;

namespace Crm.Api.Hosting;

/// <summary>
/// Gives every request an activity, and with it a trace id, whether or not traces are exported. The framework also creates one for its
/// own request log, but that log adds each request's path to its entries and is therefore off, see <see cref="Logs.AddCrmFilters"/>.
/// </summary>
internal static class RequestActivities
{
    private static readonly ActivityListener Listener = new()
    {
        ShouldListenTo = source => source.Name == "Microsoft.AspNetCore",
        Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.PropagationData,
    };

    /// <summary>Applies to the whole process; further calls have no effect.</summary>
    public static void Enable() => ActivitySource.AddActivityListener(Listener);
}
