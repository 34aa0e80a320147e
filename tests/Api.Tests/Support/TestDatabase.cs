using Dapper;
using Npgsql;
using Respawn;

namespace Crm.Api.Tests.Support;

/// <summary>Direct access to a worker's database as superuser, for assertions and for states that the API cannot create.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    /// <summary>The prefix of the databases that tests may empty.</summary>
    public const string Prefix = "crm_test_";

    /// <summary>Restores the rows that every test starts with.</summary>
    private const string StartRows = "insert into roles table test_start.roles; insert into users table test_start.users;";

    private readonly NpgsqlDataSource source;
    private readonly NpgsqlDataSource resets;
    private Respawner? respawner;

    internal TestDatabase(string name, string adminConnectionString, string ownerConnectionString, string serviceConnectionString)
    {
        (Name, OwnerConnectionString, ServiceConnectionString) = (name, ownerConnectionString, serviceConnectionString);
        source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(adminConnectionString) { MaxPoolSize = 5 });
        // Neither foreign keys nor triggers fire in these sessions.
        resets = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(adminConnectionString)
        {
            MaxPoolSize = 1,
            Options = "-c session_replication_role=replica -c lock_timeout=10s",
        });
    }

    public string Name { get; }

    /// <summary>The connection string of the owner role.</summary>
    public string OwnerConnectionString { get; }

    /// <summary>The connection string of the service role.</summary>
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

    /// <summary>Deletes everything but the roles and the administrator. Takes milliseconds, regardless of the number of tables.</summary>
    public async Task ResetAsync()
    {
        if (!Name.StartsWith(Prefix, StringComparison.Ordinal))
            throw new InvalidOperationException($"{Name} is no test's database; nothing in it is deleted.");
        await using var connection = await resets.OpenConnectionAsync();
        // By default Respawn truncates, which takes longer than plain deletes if the tables have few rows.
        respawner ??= await Respawner.CreateAsync(connection, new RespawnerOptions
        {
            DbAdapter = DbAdapter.Postgres,
            SchemasToInclude = ["public"],
            TablesToIgnore = ["__EFMigrationsHistory", "schema_objects", "derived_tables"],
            FormatDeleteStatement = table => $"delete from {table.GetFullName('"')};",
        });
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await respawner.ResetAsync(connection);
                await connection.ExecuteAsync(StartRows);
                return;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DeadlockDetected && attempt < 5)
            {
                // The service's background work locked the same rows.
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await resets.DisposeAsync();
        await source.DisposeAsync();
    }
}
