using System.Data;
using Dapper;

namespace Crm.Infrastructure.Persistence;

/// <summary>
/// The maintained sums. Triggers write what each change adds and takes into <c>rollup_deltas</c>, in the transaction of the change;
/// here that is folded into <c>rollups</c>. A figure is what is folded and what is not yet, read in one statement, so it is exact at
/// every commit, whether or not anybody folds; folding keeps reading short. See docs/adr/0023.
/// </summary>
public sealed class Rollups(NpgsqlDataSource source)
{
    /// <summary>Most deltas of one transaction.</summary>
    public const int BatchSize = 20_000;

    // Deltas and sums change in one statement: a reader sees them before or after. Whoever finds another folding leaves it to that one.
    private const string FoldSql = """
        with taken as (
            delete from rollup_deltas where id in (
                select id from rollup_deltas where (select pg_try_advisory_xact_lock(hashtextextended('crm-rollups', 0))) order by id limit @batch)
            returning figure, owner_id, currency, state, source, day, n, value, weighted),
        sums as (
            select figure, owner_id, currency, state, source, day, n, value, weighted from taken where owner_id is not null
            union all
            select figure, null, currency, state, source, day, n, value, weighted from taken),
        folded as (
            insert into rollups as r
            select figure, owner_id, currency, state, source, day, sum(n), sum(value), sum(weighted)
            from sums group by 1, 2, 3, 4, 5, 6
            having sum(n) <> 0 or sum(value) <> 0 or sum(weighted) <> 0
            on conflict (owner_id, figure, day, currency, state, source)
            do update set n = r.n + excluded.n, value = r.value + excluded.value, weighted = r.weighted + excluded.weighted)
        select count(*)::int from taken
        """;

    // Nothing reads a sum of nothing. One that a fold is just adding to is looked at again when that is done.
    private const string SweepSql = "delete from rollups where n = 0 and value = 0 and weighted = 0";

    // A session's lock, taken before the snapshot of the transaction that it guards.
    private const string SessionLockSql = "select pg_advisory_lock(hashtextextended('crm-rollups', 0))";

    // What is committed meanwhile is not in the snapshot: neither in the sums nor among the deltas that go, but among those that stay.
    // In the order in which they are read, so that an owner's lie together.
    private const string RebuildSql = """
        delete from rollup_deltas;
        delete from rollups;
        insert into rollups select * from rollup_recompute() order by owner_id, figure, day, currency, state, source;
        """;

    // Waits for writers and keeps new ones out until the commit: a delta is of the earlier definition, or of the new one.
    private const string RecomputeSql = """
        lock table companies, contacts, deals, leads, tasks, communications in share row exclusive mode;
        lock table rollups, rollup_deltas in exclusive mode;
        """ + RebuildSql;

    private const string VerifySql = """
        with kept as (
            select figure, owner_id, currency, state, source, day, n, value, weighted from rollups
            union all
            select figure, owner_id, currency, state, source, day, n, value, weighted from rollup_deltas where owner_id is not null
            union all
            select figure, null, currency, state, source, day, n, value, weighted from rollup_deltas),
        differences as (
            select figure, owner_id, currency, state, source, day, sum(n) as n, sum(value) as value, sum(weighted) as weighted
            from (
                select * from kept
                union all
                select figure, owner_id, currency, state, source, day, -n, -value, -weighted from rollup_recompute()) b
            group by 1, 2, 3, 4, 5, 6
            having sum(n) <> 0 or sum(value) <> 0 or sum(weighted) <> 0)
        select figure, count(*)::int as sums,
            min(concat_ws(' ', coalesce(owner_id::text, 'everybody'), currency, state, source, day, 'count', n, 'value', value, 'weighted', weighted)) as example
        from differences group by figure order by figure
        """;

    /// <summary>The functions that define the figures: when one of them changes, all rollups have to be recomputed.</summary>
    internal static readonly IReadOnlySet<string> Functions = new HashSet<string>(StringComparer.Ordinal)
    {
        "deal_figures", "lead_figures", "task_figures", "communication_figures", "is_shown", "rollup_recompute",
    };

    /// <summary>Folds a batch of what was changed, if nobody else does.</summary>
    /// <returns>How many deltas were folded.</returns>
    public async Task<int> FoldAsync(CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        return await connection.QuerySingleAsync<int>(new CommandDefinition(FoldSql, new { batch = BatchSize }, cancellationToken: ct));
    }

    /// <summary>Removes the sums that have come to nothing, as those of days whose tasks are done.</summary>
    /// <returns>How many.</returns>
    public async Task<int> SweepAsync(CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        return await connection.ExecuteAsync(new CommandDefinition(SweepSql, cancellationToken: ct));
    }

    /// <summary>Counts everything anew. Writers go on meanwhile, and what they change is in the figures as before.</summary>
    public Task RebuildAsync(CancellationToken ct) => InSnapshotAsync(RebuildSql, (connection, command) => connection.ExecuteAsync(command), ct);

    /// <summary>Compares the sums with the records, as of one moment. Writers go on meanwhile.</summary>
    /// <returns>What differs, by figure; nothing where all is as it has to be.</returns>
    public async Task<IReadOnlyList<RollupDifference>> VerifyAsync(CancellationToken ct) =>
        (await InSnapshotAsync(VerifySql, (connection, command) => connection.QueryAsync<RollupDifference>(command), ct)).AsList();

    /// <summary>Recomputes all rollups after a change of their functions, in its transaction, as the owner.</summary>
    internal static Task RecomputeAsync(NpgsqlConnection connection, CancellationToken ct) =>
        connection.ExecuteAsync(new CommandDefinition(RecomputeSql, commandTimeout: 0, cancellationToken: ct));

    private async Task<T> InSnapshotAsync<T>(string sql, Func<NpgsqlConnection, CommandDefinition, Task<T>> run, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        // Millions of records take their time.
        await connection.ExecuteAsync(new CommandDefinition("set statement_timeout = 0; set lock_timeout = 0", cancellationToken: ct));
        try
        {
            await connection.ExecuteAsync(new CommandDefinition(SessionLockSql, commandTimeout: 0, cancellationToken: ct));
            await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
            var result = await run(connection, new CommandDefinition(sql, null, transaction, commandTimeout: 0, cancellationToken: ct));
            await transaction.CommitAsync(ct);
            return result;
        }
        finally
        {
            await connection.ExecuteAsync("select pg_advisory_unlock_all(); reset statement_timeout; reset lock_timeout");
        }
    }
}

/// <summary>How far the sums of a figure are from the records.</summary>
/// <param name="Figure">Which figure.</param>
/// <param name="Sums">How many of its sums differ.</param>
/// <param name="Example">One of them, with its key and by how much it is too high.</param>
public sealed record RollupDifference(string Figure, int Sums, string Example);
