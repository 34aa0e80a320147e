using System.Collections.Concurrent;

namespace Crm.Application.Common.Metrics;

/// <summary>The measurements of this instance since its start: requests by endpoint, statements by use case.</summary>
public sealed class Measurements(IClock clock)
{
    private readonly ConcurrentDictionary<string, Series> endpoints = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, StatementSeries> statements = new(StringComparer.Ordinal);

    /// <summary>When measuring started.</summary>
    public DateTimeOffset Since { get; } = clock.Now;

    /// <summary>The requests of an endpoint. Looked up once per endpoint, not per request.</summary>
    public Series Endpoint(string name) => endpoints.GetOrAdd(name, static _ => new Series());

    /// <summary>The statements of a use case.</summary>
    public StatementSeries Statements(string useCase) => statements.GetOrAdd(useCase, static name => new StatementSeries(name));

    public IEnumerable<(string Name, Series Series)> Endpoints => endpoints.Select(e => (e.Key, e.Value));

    public IEnumerable<(string Name, Series Series)> Queries => statements.Values.SelectMany(s => s.All);
}
