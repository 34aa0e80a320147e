using System.Data.Common;
using Dapper;

namespace Crm.Infrastructure.Persistence;

/// <summary>Sends statements through Dapper and tells the watch of each; on which connection, the heirs know.</summary>
internal abstract class MeteredDb(SqlMetrics watch) : IDb
{
    /// <summary>Sends a command and reads what it gives.</summary>
    protected delegate Task<HostAnswer<T>> Send<TState, T>(DbConnection connection, CommandDefinition command, TState state);

    public Task<IReadOnlyList<T>> QueryAsync<T>(SqlFragment sql, CancellationToken ct) => RunAsync(
        sql,
        0,
        static async (connection, command, _) =>
        {
            var rows = (await connection.QueryAsync<T>(command)).AsList();
            return new HostAnswer<IReadOnlyList<T>>(rows, rows.Count);
        },
        ct);

    public Task<T?> QuerySingleOrDefaultAsync<T>(SqlFragment sql, CancellationToken ct) => RunAsync(
        sql,
        0,
        static async (connection, command, _) =>
        {
            var row = await connection.QuerySingleOrDefaultAsync<T?>(command);
            return new HostAnswer<T?>(row, row is null ? 0 : 1);
        },
        ct);

    public Task<T> QueryMultipleAsync<T>(SqlFragment sql, Func<IResultSets, Task<T>> read, CancellationToken ct) => RunAsync(
        sql,
        read,
        static async (connection, command, read) =>
        {
            await using var reader = await connection.QueryMultipleAsync(command);
            var sets = new ResultSets(reader);
            return new HostAnswer<T>(await read(sets), sets.Rows);
        },
        ct);

    public Task<int> ExecuteAsync(SqlFragment sql, CancellationToken ct) => RunAsync(
        sql,
        0,
        static async (connection, command, _) =>
        {
            var rows = await connection.ExecuteAsync(command);
            return new HostAnswer<int>(rows, rows);
        },
        ct);

    protected abstract Task<T> RunAsync<TState, T>(SqlFragment sql, TState state, Send<TState, T> send, CancellationToken ct);

    /// <summary>The command of a statement.</summary>
    protected static CommandDefinition CommandOf(SqlFragment sql, DbTransaction? transaction, CancellationToken ct)
    {
        var statement = sql.ToStatement();
        return new CommandDefinition(statement.Text, new StatementParameters(statement), transaction, cancellationToken: ct);
    }

    protected async Task<T> WatchAsync<TState, T>(DbConnection connection, CommandDefinition command, TState state, Send<TState, T> send)
    {
        var started = SqlMetrics.Start();
        try
        {
            var answer = await send(connection, command, state);
            watch.Done(started, answer.Rows);
            return answer.Value;
        }
        catch (Exception e)
        {
            watch.Failed(started, e);
            throw;
        }
    }

    /// <summary>What came, and how many rows it was made of.</summary>
    protected readonly record struct HostAnswer<T>(T Value, long Rows);

    private sealed class ResultSets(SqlMapper.GridReader reader) : IResultSets
    {
        public long Rows { get; private set; }

        public async Task<IReadOnlyList<T>> ReadAsync<T>()
        {
            var rows = (await reader.ReadAsync<T>()).AsList();
            Rows += rows.Count;
            return rows;
        }

        public async Task<T?> ReadSingleOrDefaultAsync<T>()
        {
            var row = await reader.ReadSingleOrDefaultAsync<T?>();
            Rows += row is null ? 0 : 1;
            return row;
        }
    }
}
