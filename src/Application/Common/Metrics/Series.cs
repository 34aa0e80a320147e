namespace Crm.Application.Common.Metrics;

/// <summary>Durations and number of failures of an operation since the start.</summary>
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
