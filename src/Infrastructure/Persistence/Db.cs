using System.Data.Common;
using Crm.Application.Common.Ports;
using Dapper;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Crm.Infrastructure.Persistence;

/// <summary>Queries, each on a pooled connection of its own; the data source may name standbys.</summary>
internal sealed class ReadDb(ReadDataSource source) : IReadDb
{
    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters, CancellationToken ct)
    {
        await using var connection = await source.Source.OpenConnectionAsync(ct).ConfigureAwait(false);
        return (await connection.QueryAsync<T>(new CommandDefinition(sql, parameters, cancellationToken: ct)).ConfigureAwait(false)).AsList();
    }

    public async Task<T?> QuerySingleOrDefaultAsync<T>(string sql, object? parameters, CancellationToken ct)
    {
        await using var connection = await source.Source.OpenConnectionAsync(ct).ConfigureAwait(false);
        return await connection.QuerySingleOrDefaultAsync<T>(new CommandDefinition(sql, parameters, cancellationToken: ct)).ConfigureAwait(false);
    }

    public async Task<T> QueryMultipleAsync<T>(string sql, object? parameters, Func<IResultSets, Task<T>> read, CancellationToken ct)
    {
        await using var connection = await source.Source.OpenConnectionAsync(ct).ConfigureAwait(false);
        return await ResultSets.ReadAsync(connection, new CommandDefinition(sql, parameters, cancellationToken: ct), read).ConfigureAwait(false);
    }
}

/// <summary>The unit of work's own connection and transaction.</summary>
internal sealed class WriteDb(CrmDbContext db) : IWriteDb
{
    private DbConnection Connection => db.Database.GetDbConnection();

    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters, CancellationToken ct) =>
        (await Connection.QueryAsync<T>(Command(sql, parameters, ct)).ConfigureAwait(false)).AsList();

    public Task<T?> QuerySingleOrDefaultAsync<T>(string sql, object? parameters, CancellationToken ct) =>
        Connection.QuerySingleOrDefaultAsync<T>(Command(sql, parameters, ct));

    public Task<T> QueryMultipleAsync<T>(string sql, object? parameters, Func<IResultSets, Task<T>> read, CancellationToken ct) =>
        ResultSets.ReadAsync(Connection, Command(sql, parameters, ct), read);

    public Task<int> ExecuteAsync(string sql, object? parameters, CancellationToken ct) => Connection.ExecuteAsync(Command(sql, parameters, ct));

    private CommandDefinition Command(string sql, object? parameters, CancellationToken ct) => new(
        sql,
        parameters,
        (db.Database.CurrentTransaction ?? throw new InvalidOperationException("There is no transaction; only commands write.")).GetDbTransaction(),
        cancellationToken: ct);
}

internal sealed class ResultSets(SqlMapper.GridReader reader) : IResultSets
{
    public static async Task<T> ReadAsync<T>(DbConnection connection, CommandDefinition command, Func<IResultSets, Task<T>> read)
    {
        await using var reader = await connection.QueryMultipleAsync(command).ConfigureAwait(false);
        return await read(new ResultSets(reader)).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<T>> ReadAsync<T>() => (await reader.ReadAsync<T>().ConfigureAwait(false)).AsList();

    public Task<T?> ReadSingleOrDefaultAsync<T>() => reader.ReadSingleOrDefaultAsync<T?>();
}

/// <summary>Where queries go.</summary>
public sealed record ReadDataSource(NpgsqlDataSource Source);
