using Dapper;
using Npgsql;

namespace Crm.Api.Tests.Support;

/// <summary>A worker's database, seen past the service: as superuser, for assertions and for what the API cannot be made to do.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    /// <summary>How the name of every database begins that tests may empty.</summary>
    public const string Prefix = "crm_test_";

    private readonly NpgsqlDataSource source;
    private string? reset;

    internal TestDatabase(string name, string adminConnectionString, string ownerConnectionString, string serviceConnectionString)
    {
        (Name, OwnerConnectionString, ServiceConnectionString) = (name, ownerConnectionString, serviceConnectionString);
        source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(adminConnectionString) { MaxPoolSize = 5 });
    }

    public string Name { get; }

    /// <summary>As the role that migrates.</summary>
    public string OwnerConnectionString { get; }

    /// <summary>As the role that the service runs as.</summary>
    public string ServiceConnectionString { get; }

    public ValueTask<NpgsqlConnection> OpenAsync() => source.OpenConnectionAsync();

    public async Task<T> ScalarAsync<T>(string sql, object? parameters = null)
    {
        await using var connection = await OpenAsync();
        return (await connection.ExecuteScalarAsync<T>(sql, parameters))!;
    }

    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters = null)
    {
        await using var connection = await OpenAsync();
        return (await connection.QueryAsync<T>(sql, parameters)).AsList();
    }

    public async Task<int> ExecuteAsync(string sql, object? parameters = null)
    {
        await using var connection = await OpenAsync();
        return await connection.ExecuteAsync(sql, parameters);
    }

    /// <summary>Back to the roles and the administrator alone; some milliseconds, however many tables.</summary>
    public async Task ResetAsync()
    {
        if (!Name.StartsWith(Prefix, StringComparison.Ordinal))
            throw new InvalidOperationException($"{Name} is no test's database; nothing in it is deleted.");
        reset ??= await ResetSqlAsync();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await ExecuteAsync(reset);
                return;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DeadlockDetected && attempt < 5)
            {
                // The service's own background work was at the same rows.
            }
        }
    }

    public ValueTask DisposeAsync() => source.DisposeAsync();

    private async Task<string> ResetSqlAsync()
    {
        var tables = await QueryAsync<string>(
            """
            select quote_ident(tablename) from pg_tables
            where schemaname = 'public' and tablename not in ('__EFMigrationsHistory', 'schema_objects')
            """);
        return $"""
            begin;
            set local session_replication_role = replica;
            set local lock_timeout = '10s';
            {string.Concat(tables.Select(t => $"delete from {t};\n"))}
            insert into roles table test_start.roles;
            insert into users table test_start.users;
            commit;
            """;
    }
}
