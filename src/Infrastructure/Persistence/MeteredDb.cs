using System.Data.Common;
using Dapper;

namespace Crm.Infrastructure.Persistence;

/// <summary>Sends statements, reads rows through Dapper and measures each statement; derived classes choose the connection.</summary>
internal abstract class MeteredDb(SqlMetrics watch) : IDb
{
    /// <summary>Sends the statements in the state and reads the result.</summary>
    protected delegate Task<HostAnswer<T>> Send<TState, T>(
        DbConnection connection, DbTransaction? transaction, TState state, int? seconds, CancellationToken ct);

    /// <summary>How long a statement may take, in seconds; null for the limit of the connection.</summary>
    protected virtual int? Seconds => null;

    public Task<IReadOnlyList<T>> QueryAsync<T>(SqlFragment sql, CancellationToken ct) => RunAsync(
        sql.HasScope,
        sql,
        static async (connection, transaction, sql, seconds, ct) =>
        {
            var rows = (await connection.QueryAsync<T>(CommandOf(sql, transaction, seconds, ct))).AsList();
            return new HostAnswer<IReadOnlyList<T>>(rows, rows.Count);
        },
        ct);

    public Task<T?> QuerySingleOrDefaultAsync<T>(SqlFragment sql, CancellationToken ct) => RunAsync(
        sql.HasScope,
        sql,
        static async (connection, transaction, sql, seconds, ct) =>
        {
            var row = await connection.QuerySingleOrDefaultAsync<T?>(CommandOf(sql, transaction, seconds, ct));
            return new HostAnswer<T?>(row, row is null ? 0 : 1);
        },
        ct);

    public Task<T> QueryMultipleAsync<T>(IReadOnlyList<SqlFragment> statements, Func<IResultSets, Task<T>> read, CancellationToken ct) =>
        RunAsync(
        statements.Any(s => s.HasScope),
        (statements, read),
        static async (connection, transaction, state, seconds, ct) =>
        {
            await using var batch = connection.CreateBatch();
            batch.Transaction = transaction;
            batch.Timeout = seconds ?? batch.Timeout;
            foreach (var sql in state.statements)
            {
                var (command, statement) = (batch.CreateBatchCommand(), sql.ToStatement());
                command.CommandText = statement.Text;
                StatementParameters.AddTo(command.Parameters, statement);
                batch.BatchCommands.Add(command);
            }

            await using var reader = await batch.ExecuteReaderAsync(ct);
            var sets = new ResultSets(reader, ct);
            return new HostAnswer<T>(await state.read(sets), sets.Rows);
        },
        ct);

    public Task<int> ExecuteAsync(SqlFragment sql, CancellationToken ct) => RunAsync(
        sql.HasScope,
        sql,
        static async (connection, transaction, sql, seconds, ct) =>
        {
            var rows = await connection.ExecuteAsync(CommandOf(sql, transaction, seconds, ct));
            return new HostAnswer<int>(rows, rows);
        },
        ct);

    /// <param name="hasScope">Whether the statements contain the scope of a permission.</param>
    /// <param name="state">The statements.</param>
    /// <param name="send">Sends the statements.</param>
    /// <param name="ct">Cancels the operation.</param>
    protected abstract Task<T> RunAsync<TState, T>(bool hasScope, TState state, Send<TState, T> send, CancellationToken ct);

    protected async Task<T> WatchAsync<TState, T>(
        DbConnection connection, DbTransaction? transaction, TState state, Send<TState, T> send, CancellationToken ct)
    {
        var started = SqlMetrics.Start();
        try
        {
            var answer = await send(connection, transaction, state, Seconds, ct);
            watch.Done(started, answer.Rows);
            return answer.Value;
        }
        catch (Exception e)
        {
            watch.Failed(started, e);
            throw;
        }
    }

    private static CommandDefinition CommandOf(SqlFragment sql, DbTransaction? transaction, int? seconds, CancellationToken ct)
    {
        var statement = sql.ToStatement();
        return new CommandDefinition(statement.Text, new StatementParameters(statement), transaction, seconds, cancellationToken: ct);
    }

    /// <summary>The result, and the number of rows that it was read from.</summary>
    protected readonly record struct HostAnswer<T>(T Value, long Rows);

    private sealed class ResultSets(DbDataReader reader, CancellationToken ct) : IResultSets
    {
        private bool isFirst = true;

        public long Rows { get; private set; }

        public async Task<IReadOnlyList<T>> ReadAsync<T>()
        {
            if (!isFirst && !await reader.NextResultAsync(ct))
                throw new InvalidOperationException("There are no more result sets.");
            isFirst = false;
            var rows = new List<T>();
            if (reader.HasRows)
            {
                var parse = reader.GetRowParser<T>();
                while (await reader.ReadAsync(ct))
                    rows.Add(parse(reader));
            }

            Rows += rows.Count;
            return rows;
        }

        public async Task<T?> ReadSingleOrDefaultAsync<T>() => (await ReadAsync<T>()).SingleOrDefault();
    }
}
