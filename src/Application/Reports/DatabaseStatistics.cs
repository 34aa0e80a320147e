namespace Crm.Application.Reports;

/// <summary>
/// Reads the statistics of PostgreSQL that the service role may read: of this database only, without the statements of
/// other sessions.
/// </summary>
public sealed class DatabaseStatistics(IReadDb db) : IScopedService
{
    // The statistics are not records, so no scope applies.
    private static readonly SqlFragment HeadSql = $"""
        select case when pg_is_in_recovery() then 'standby' else 'primary' end as server, s.stats_reset as statistics_since,
            s.blks_hit::numeric / nullif(s.blks_hit + s.blks_read, 0) as cache_hit_ratio
        from pg_stat_database s where s.datname = current_database() {ScopeFilter.None}
        """;

    // Negative if a table has never been analysed.
    private static readonly SqlFragment TablesSql = $"""
        select c.relname::text as name, case when c.reltuples >= 0 then c.reltuples::bigint end as rows,
            pg_total_relation_size(c.oid) as bytes
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'public' and c.relkind = 'r'
        order by bytes desc, name limit 20
        """;

    private static readonly SqlFragment IndexesSql = $"""
        select u.indexrelname::text as name, u.relname::text as table, pg_relation_size(u.indexrelid) as bytes
        from pg_stat_user_indexes u join pg_index i on i.indexrelid = u.indexrelid
        where u.idx_scan = 0 and not i.indisunique
        order by bytes desc, name
        """;

    /// <summary>Reads all statistics in one round trip.</summary>
    public Task<DatabaseFigures> ReadAsync(CancellationToken ct) => db.QueryMultipleAsync(
        [ReportReader.AsOfSql, HeadSql, TablesSql, IndexesSql],
        async sets =>
        {
            var asOf = await sets.ReadSingleOrDefaultAsync<DateTimeOffset>();
            var head = (await sets.ReadSingleOrDefaultAsync<Head>())!;
            return new DatabaseFigures(
                asOf,
                head.Server,
                head.StatisticsSince,
                head.CacheHitRatio,
                await sets.ReadAsync<TableFigures>(),
                await sets.ReadAsync<IndexFigures>());
        },
        ct);

    private sealed record Head(string Server, DateTimeOffset? StatisticsSince, decimal? CacheHitRatio);
}

/// <summary>The statistics of PostgreSQL.</summary>
public sealed record DatabaseFigures(
    DateTimeOffset AsOf,
    string Server,
    DateTimeOffset? StatisticsSince,
    decimal? CacheHitRatio,
    IReadOnlyList<TableFigures> Tables,
    IReadOnlyList<IndexFigures> UnusedIndexes);

/// <summary>The size of a table.</summary>
/// <param name="Name">The name of the table.</param>
/// <param name="Rows">The planner's estimate. Null if the table has never been analysed.</param>
/// <param name="Bytes">The size including indexes and TOAST data.</param>
public sealed record TableFigures(string Name, long? Rows, long Bytes);

/// <summary>An index that has not been used since the start of the statistics. Unique indexes are excluded, because they enforce
/// constraints.</summary>
/// <param name="Name">The name of the index.</param>
/// <param name="Table">Its table.</param>
/// <param name="Bytes">The size of the index.</param>
public sealed record IndexFigures(string Name, string Table, long Bytes);
