using System.Data.Common;
using Crm.Application.Common.Ports;
using Dapper;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Crm.Infrastructure.Persistence;

/// <summary>Sends statements through Dapper and tells the watch of each; on which connection, the heirs know.</summary>
internal abstract class WatchedDb(StatementWatch watch) : IDb
{
    /// <summary>Sends a command and reads what it gives.</summary>
    protected delegate Task<Answer<T>> Send<TState, T>(DbConnection connection, CommandDefinition command, TState state);

    public Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters, CancellationToken ct) => RunAsync(
        sql,
        parameters,
        0,
        static async (connection, command, _) =>
        {
            var rows = (await connection.QueryAsync<T>(command).ConfigureAwait(false)).AsList();
            return new Answer<IReadOnlyList<T>>(rows, rows.Count);
        },
        ct);

    public Task<T?> QuerySingleOrDefaultAsync<T>(string sql, object? parameters, CancellationToken ct) => RunAsync(
        sql,
        parameters,
        0,
        static async (connection, command, _) =>
        {
            var row = await connection.QuerySingleOrDefaultAsync<T?>(command).ConfigureAwait(false);
            return new Answer<T?>(row, row is null ? 0 : 1);
        },
        ct);

    public Task<T> QueryMultipleAsync<T>(string sql, object? parameters, Func<IResultSets, Task<T>> read, CancellationToken ct) => RunAsync(
        sql,
        parameters,
        read,
        static async (connection, command, read) =>
        {
            await using var reader = await connection.QueryMultipleAsync(command).ConfigureAwait(false);
            var sets = new ResultSets(reader);
            return new Answer<T>(await read(sets).ConfigureAwait(false), sets.Rows);
        },
        ct);

    public Task<int> ExecuteAsync(string sql, object? parameters, CancellationToken ct) => RunAsync(
        sql,
        parameters,
        0,
        static async (connection, command, _) =>
        {
            var rows = await connection.ExecuteAsync(command).ConfigureAwait(false);
            return new Answer<int>(rows, rows);
        },
        ct);

    protected abstract Task<T> RunAsync<TState, T>(string sql, object? parameters, TState state, Send<TState, T> send, CancellationToken ct);

    protected async Task<T> WatchAsync<TState, T>(DbConnection connection, CommandDefinition command, TState state, Send<TState, T> send)
    {
        var started = StatementWatch.Start();
        try
        {
            var answer = await send(connection, command, state).ConfigureAwait(false);
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
    protected readonly record struct Answer<T>(T Value, long Rows);

    private sealed class ResultSets(SqlMapper.GridReader reader) : IResultSets
    {
        public long Rows { get; private set; }

        public async Task<IReadOnlyList<T>> ReadAsync<T>()
        {
            var rows = (await reader.ReadAsync<T>().ConfigureAwait(false)).AsList();
            Rows += rows.Count;
            return rows;
        }

        public async Task<T?> ReadSingleOrDefaultAsync<T>()
        {
            var row = await reader.ReadSingleOrDefaultAsync<T?>().ConfigureAwait(false);
            Rows += row is null ? 0 : 1;
            return row;
        }
    }
}

/// <summary>Queries, each on a pooled connection of its own: to a standby where there is one, unless the caller must see more than it may have.</summary>
internal sealed class ReadDb(ReadDataSource source, OwnWrites writes, ICurrentUser user, IRequestContext request, StatementWatch watch)
    : WatchedDb(watch), IReadDb
{
    protected override async Task<T> RunAsync<TState, T>(string sql, object? parameters, TState state, Send<TState, T> send, CancellationToken ct)
    {
        var command = new CommandDefinition(sql, parameters, cancellationToken: ct);
        if (source.Standbys is { } standbys && !request.WantsPrimary && !writes.AreRecent(user.Caller?.UserId) &&
            await TryOpenAsync(standbys, ct).ConfigureAwait(false) is { } standby)
        {
            await using (standby.ConfigureAwait(false))
            {
                try
                {
                    return await WatchAsync(standby, command, state, send).ConfigureAwait(false);
                }
                catch (NpgsqlException e) when (IsTheServers(e) && !ct.IsCancellationRequested)
                {
                    // It was killed, or had to give the query up for its replay: the primary has the same, and more.
                }
            }
        }

        await using var connection = await source.Primary.OpenConnectionAsync(ct).ConfigureAwait(false);
        return await WatchAsync(connection, command, state, send).ConfigureAwait(false);
    }

    /// <summary>A connection to a standby; null where none can be had, as where it refuses, does not answer in time, or is busy for as long.</summary>
    private static async Task<NpgsqlConnection?> TryOpenAsync(NpgsqlDataSource standbys, CancellationToken ct)
    {
        try
        {
            return await standbys.OpenConnectionAsync(ct).ConfigureAwait(false);
        }
        catch (NpgsqlException) when (!ct.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>Whether the fault lies with the server or the way there rather than with the statement or the time it takes.</summary>
    private static bool IsTheServers(NpgsqlException e) => e is PostgresException p
        ? p.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow
            or PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected
        : e.InnerException is not TimeoutException;
}

/// <summary>A connection in a transaction.</summary>
internal sealed class TransactionDb(DbConnection connection, DbTransaction transaction, StatementWatch watch) : WatchedDb(watch), IWriteDb
{
    protected override Task<T> RunAsync<TState, T>(string sql, object? parameters, TState state, Send<TState, T> send, CancellationToken ct) =>
        WatchAsync(connection, new CommandDefinition(sql, parameters, transaction, cancellationToken: ct), state, send);
}

/// <summary>The unit of work's own connection and transaction.</summary>
internal sealed class WriteDb(CrmDbContext db, StatementWatch watch) : WatchedDb(watch), IWriteDb
{
    protected override Task<T> RunAsync<TState, T>(string sql, object? parameters, TState state, Send<TState, T> send, CancellationToken ct)
    {
        var transaction = db.Database.CurrentTransaction ?? throw new InvalidOperationException("There is no transaction; only commands write.");
        return WatchAsync(
            db.Database.GetDbConnection(), new CommandDefinition(sql, parameters, transaction.GetDbTransaction(), cancellationToken: ct), state, send);
    }
}

/// <summary>Where queries go.</summary>
/// <param name="Primary">Has every change.</param>
/// <param name="Standbys">For queries that may be a moment late; null where there are none.</param>
public sealed record ReadDataSource(NpgsqlDataSource Primary, NpgsqlDataSource? Standbys);
