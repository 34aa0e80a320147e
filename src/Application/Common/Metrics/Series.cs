namespace Crm.Application.Common.Metrics;

/// <summary>How long something took, each time since the start, and how often it failed.</summary>
public sealed class Series
{
    private long errors;

    public LatencyHistogram Durations { get; } = new();

    public long Errors => Volatile.Read(ref errors);

    public void Add(TimeSpan duration, bool failed)
    {
        Durations.Add(duration);
        if (failed)
            Interlocked.Increment(ref errors);
    }
}
