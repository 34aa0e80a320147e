using Dapper;
using Npgsql;
using Respawn;

namespace Crm.Api.Tests.Support;

/// <summary>A worker's database, seen past the service: as superuser, for assertions and for what the API cannot be made to do.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    /// <summary>How the name of every database begins that tests may empty.</summary>
    public const string Prefix = "crm_test_";

    /// <summary>Copies the rows back that every test starts from.</summary>
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
        await using var connection = await resets.OpenConnectionAsync();
        // By default Respawn truncates, which takes longer than plain deletes where tables hold few rows.
        respawner ??= await Respawner.CreateAsync(connection, new RespawnerOptions
        {
            DbAdapter = DbAdapter.Postgres,
            SchemasToInclude = ["public"],
            TablesToIgnore = ["__EFMigrationsHistory", "schema_objects"],
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
                // The service's own background work was at the same rows.
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await resets.DisposeAsync();
        await source.DisposeAsync();
    }
}
