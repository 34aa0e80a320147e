using System.Data;
using Dapper;

namespace Crm.Infrastructure.Persistence;

/// <summary>
/// Keeps the rollups. Triggers write what each change adds and removes to <c>rollup_deltas</c>, in the transaction of the change; this
/// class merges the deltas into <c>rollups</c>. A figure is the sum of rollups and deltas, read in one statement, so it is exact at every
/// commit, whether or not deltas are merged; merging keeps reads short. See docs/adr/0023.
/// </summary>
public sealed class Rollups(NpgsqlDataSource source)
{
    /// <summary>The maximum number of deltas in a transaction.</summary>
    public const int BatchSize = 20_000;

    // Deltas and rollups change in one statement: a reader sees both before or both after it. If another instance is merging, this one
    // skips.
    private const string FoldSql = """
        with taken as (
            delete from rollup_deltas where id in (
                select id from rollup_deltas where (select pg_try_advisory_xact_lock(hashtextextended('crm-rollups', 0)))
                    order by id limit @batch)
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

    // Rollups of zero are not read. If a merge is adding to one, the condition is checked again after the merge.
    private const string SweepSql = "delete from rollups where n = 0 and value = 0 and weighted = 0";

    // A session-level lock, taken before the snapshot of the transaction that it protects.
    private const string SessionLockSql = "select pg_advisory_lock(hashtextextended('crm-rollups', 0))";

    // Changes committed during the rebuild are not in the snapshot: they are neither in the rollups nor among the deleted deltas, but
    // among those that remain. Rows are inserted in the order in which they are read, so that those of an owner are adjacent.
    private const string RebuildSql = """
        delete from rollup_deltas;
        delete from rollups;
        insert into rollups select * from rollup_recompute() order by owner_id, figure, day, currency, state, source;
        """;

    // Waits for writers and blocks new ones until the commit, so that each delta is of either the earlier or the new definition.
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
            min(concat_ws(' ', coalesce(owner_id::text, 'everybody'), currency, state, source, day, 'count', n, 'value', value, 'weighted',
                weighted)) as example
        from differences group by figure order by figure
        """;

    /// <summary>The functions that define the figures: when one of them changes, all rollups have to be recomputed.</summary>
    internal static readonly IReadOnlySet<string> Functions = new HashSet<string>(StringComparer.Ordinal)
    {
        "deal_figures", "lead_figures", "task_figures", "communication_figures", "is_shown", "rollup_recompute",
    };

    /// <summary>Merges a batch of deltas, unless another instance is merging.</summary>
    /// <returns>How many deltas were merged.</returns>
    public async Task<int> FoldAsync(CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        return await connection.QuerySingleAsync<int>(new CommandDefinition(FoldSql, new { batch = BatchSize }, cancellationToken: ct));
    }

    /// <summary>Deletes the rollups that have become zero, such as those of days whose tasks are done.</summary>
    /// <returns>How many were deleted.</returns>
    public async Task<int> SweepAsync(CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        return await connection.ExecuteAsync(new CommandDefinition(SweepSql, cancellationToken: ct));
    }

    /// <summary>Recomputes all rollups. Writers are not blocked, and their changes are included in the figures as always.</summary>
    public Task RebuildAsync(CancellationToken ct) =>
        InSnapshotAsync(RebuildSql, (connection, command) => connection.ExecuteAsync(command), ct);

    /// <summary>Compares the rollups with the records, in one snapshot. Writers are not blocked.</summary>
    /// <returns>The differences by figure; empty if there are none.</returns>
    public async Task<IReadOnlyList<RollupDifference>> VerifyAsync(CancellationToken ct) =>
        (await InSnapshotAsync(VerifySql, (connection, command) => connection.QueryAsync<RollupDifference>(command), ct)).AsList();

    /// <summary>Recomputes all rollups after a change of their functions, in its transaction, as the owner.</summary>
    internal static Task RecomputeAsync(NpgsqlConnection connection, CancellationToken ct) =>
        connection.ExecuteAsync(new CommandDefinition(RecomputeSql, commandTimeout: 0, cancellationToken: ct));

    private async Task<T> InSnapshotAsync<T>(string sql, Func<NpgsqlConnection, CommandDefinition, Task<T>> run, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        // Reading millions of records takes longer than the limits of the service.
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

/// <summary>How far the rollups of a figure differ from the records.</summary>
/// <param name="Figure">The figure.</param>
/// <param name="Sums">How many of its rollups differ.</param>
/// <param name="Example">One of them: its key, and by how much it is too high.</param>
public sealed record RollupDifference(string Figure, int Sums, string Example);
