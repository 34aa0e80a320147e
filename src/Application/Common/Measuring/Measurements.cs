using System.Collections.Concurrent;
using Crm.Application.Common.Ports;

namespace Crm.Application.Common.Measuring;

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

/// <summary>What this instance has measured of itself since its start: requests by endpoint, statements by use case.</summary>
public sealed class Measurements(IClock clock)
{
    private readonly ConcurrentDictionary<string, Series> endpoints = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, StatementSeries> statements = new(StringComparer.Ordinal);

    /// <summary>When measuring began.</summary>
    public DateTimeOffset Since { get; } = clock.Now;

    /// <summary>The requests of an endpoint; looked up once for each, not for each request.</summary>
    public Series Endpoint(string name) => endpoints.GetOrAdd(name, static _ => new Series());

    /// <summary>The statements of a use case.</summary>
    public StatementSeries Statements(string useCase) => statements.GetOrAdd(useCase, static name => new StatementSeries(name));

    public IEnumerable<(string Name, Series Series)> Endpoints => endpoints.Select(e => (e.Key, e.Value));

    public IEnumerable<(string Name, Series Series)> Queries => statements.Values.SelectMany(s => s.All);
}

/// <summary>
/// The statements of a use case in the order in which it sends them: they are named by that, the first by the use case alone.
/// </summary>
public sealed class StatementSeries(string useCase)
{
    /// <summary>What a use case sends beyond this many is not told apart.</summary>
    private const int Most = 20;

    private readonly Series?[] series = new Series?[Most];

    internal IEnumerable<(string Name, Series Series)> All =>
        series.Select((s, i) => (Name: NameOf(i + 1), Series: s)).Where(s => s.Series is not null).Select(s => (s.Name, s.Series!));

    /// <param name="number">From 1.</param>
    public Series Of(int number)
    {
        ref var slot = ref series[Math.Min(number, Most) - 1];
        return slot ?? Interlocked.CompareExchange(ref slot, new Series(), null) ?? slot;
    }

    public string NameOf(int number) => number switch
    {
        1 => useCase,
        < Most => $"{useCase} {number}",
        _ => $"{useCase} {Most}+",
    };
}
