using System.Text.Json.Serialization;
using Crm.Application.Common.Metrics;
using Crm.Application.Common.Tables;

namespace Crm.Application.Reports;

[Requires(Resource.Settings, RightAction.Read)]
public sealed record GetSystemPerformance : IQuery<SystemPerformance>, IReport
{
    public static ReportDefinition Definition { get; } = new(
        "system-performance",
        "/api/reports/system-performance",
        "The performance of the service and its database",
        "For administrators. endpoints and queries are measurements of this instance since its start: requests by route, and statements " +
            "by the use case " +
        "that sends them, the second and later ones with their number; the error of a percentile is at most 3.2 %. An error is a " +
            "response with a status of 500 or above, or a " +
        "failed statement. pools are the current connections of the instance. The rest are statistics of the database server: the share " +
            "of blocks found in " +
        "its cache, the twenty largest tables, and the indexes, except unique ones, that have not been used since statisticsSince " +
            "(null: since their creation). " +
        "Each server has its own statistics: an index that is unused on the primary may be used on a standby. " +
        "As CSV the report is one table, whose column kind is the type of the row. It has these columns:",
        [],
        [
            new("kind", "text", "endpoint, query, pool, cache, table or unusedIndex."),
            new("name", "text", "Method and route; use case and number of the statement; pool; server; table; index."),
            new("count", "count", "endpoint, query: number since the start."),
            new("errors", "count", "endpoint, query: number of failures."),
            new("p50Ms", "milliseconds", "endpoint, query: 50th percentile."),
            new("p95Ms", "milliseconds", "endpoint, query: 95th percentile."),
            new("p99Ms", "milliseconds", "endpoint, query: 99th percentile."),
            new("busy", "count", "pool: connections in use."),
            new("idle", "count", "pool: open connections that are not in use."),
            new("max", "count", "pool: maximum number of connections, over all its hosts."),
            new("hitRatio", "ratio", "cache: blocks found in PostgreSQL's cache / blocks read; null if none was read."),
            new("rows", "count", "table: the planner's estimate; null if the table was never analysed."),
            new("bytes", "count", "table: size including indexes; unusedIndex: size of the index."),
        ]);
}

/// <summary>The performance of the service and its database.</summary>
/// <param name="AsOf">The time of the database statistics; on a standby, the time of its last replayed transaction.</param>
/// <param name="Since">When this instance started to measure: its start.</param>
/// <param name="Server">primary or standby: the server of the database statistics.</param>
/// <param name="StatisticsSince">When the database statistics were last reset. Null: never.</param>
/// <param name="Endpoints">Requests by method and route.</param>
/// <param name="Queries">Statements by use case.</param>
/// <param name="Pools">Connections of this instance.</param>
/// <param name="CacheHitRatio">The share of blocks found in the cache. Null if no block was read.</param>
/// <param name="Tables">The largest tables.</param>
/// <param name="UnusedIndexes">Indexes that have not been used.</param>
public sealed record SystemPerformance(
    DateTimeOffset AsOf,
    DateTimeOffset Since,
    string Server,
    DateTimeOffset? StatisticsSince,
    IReadOnlyList<MeasuredFigures> Endpoints,
    IReadOnlyList<MeasuredFigures> Queries,
    IReadOnlyList<PoolUse> Pools,
    decimal? CacheHitRatio,
    IReadOnlyList<TableFigures> Tables,
    IReadOnlyList<IndexFigures> UnusedIndexes) : ITable
{
    [JsonIgnore]
    public string TableName => GetSystemPerformance.Definition.Name;

    [JsonIgnore]
    public Type RowType => typeof(SystemPerformanceRow);

    [JsonIgnore]
    public IEnumerable<object> TableRows =>
    [
        .. Endpoints.Select(m => RowOf("endpoint", m)),
        .. Queries.Select(m => RowOf("query", m)),
        .. Pools.Select(p => new SystemPerformanceRow("pool", p.Name) { Busy = p.Busy, Idle = p.Idle, Max = p.Max }),
        new SystemPerformanceRow("cache", Server) { HitRatio = CacheHitRatio },
        .. Tables.Select(t => new SystemPerformanceRow("table", t.Name) { Rows = t.Rows, Bytes = t.Bytes }),
        .. UnusedIndexes.Select(i => new SystemPerformanceRow("unusedIndex", i.Name) { Bytes = i.Bytes }),
    ];

    private static SystemPerformanceRow RowOf(string kind, MeasuredFigures m) =>
        new(kind, m.Name) { Count = m.Count, Errors = m.Errors, P50Ms = m.P50Ms, P95Ms = m.P95Ms, P99Ms = m.P99Ms };
}

/// <summary>Durations in milliseconds.</summary>
/// <param name="Name">The endpoint or statement.</param>
/// <param name="Count">The number of executions.</param>
/// <param name="Errors">The number of failures.</param>
/// <param name="P50Ms">The 50th percentile.</param>
/// <param name="P95Ms">The 95th percentile.</param>
/// <param name="P99Ms">The 99th percentile.</param>
public sealed record MeasuredFigures(string Name, long Count, long Errors, double P50Ms, double P95Ms, double P99Ms);

/// <summary>A row of the table with all figures. Columns that do not apply to a kind are null.</summary>
public sealed record SystemPerformanceRow(string Kind, string Name)
{
    public long? Count { get; init; }
    public long? Errors { get; init; }
    public double? P50Ms { get; init; }
    public double? P95Ms { get; init; }
    public double? P99Ms { get; init; }
    public int? Busy { get; init; }
    public int? Idle { get; init; }
    public int? Max { get; init; }
    public decimal? HitRatio { get; init; }
    public long? Rows { get; init; }
    public long? Bytes { get; init; }
}

internal sealed class GetSystemPerformanceHandler(Measurements measurements, IConnectionPools pools, DatabaseStatistics database)
    : IQueryHandler<GetSystemPerformance, SystemPerformance>
{
    public async Task<Result<SystemPerformance>> Handle(GetSystemPerformance request, CancellationToken cancellationToken)
    {
        var figures = await database.ReadAsync(cancellationToken);
        return new SystemPerformance(
            figures.AsOf,
            measurements.Since,
            figures.Server,
            figures.StatisticsSince,
            FiguresOf(measurements.Endpoints),
            FiguresOf(measurements.Queries),
            pools.Read(),
            figures.CacheHitRatio,
            figures.Tables,
            figures.UnusedIndexes);
    }

    private static List<MeasuredFigures> FiguresOf(IEnumerable<(string Name, Series Series)> measured)
    {
        var figures = new List<MeasuredFigures>();
        foreach (var (name, series) in measured.OrderBy(m => m.Name, StringComparer.Ordinal))
        {
            var (count, percentiles) = series.Durations.Read(0.5, 0.95, 0.99);
            if (count > 0)
                figures.Add(new MeasuredFigures(name, count, series.Errors, Ms(percentiles[0]), Ms(percentiles[1]), Ms(percentiles[2])));
        }

        return figures;
    }

    private static double Ms(TimeSpan duration) => Math.Round(duration.TotalMilliseconds, 3);
}
