using System.Collections.Concurrent;
using Crm.Api.Hosting;
using Crm.LocalPostgres;
using Crm.Infrastructure.Persistence;
using Npgsql;

namespace Crm.Api.Tests.Support;

/// <summary>
/// The temporary PostgreSQL of a test run. Its template database is migrated once, as in production by the owner role with grants for
/// the service role, and gets the built-in roles and the administrator from the service's first start. Each worker has a copy of the
/// template and a host.
/// </summary>
internal sealed class TestCluster : IAsyncDisposable
{
    public const string AdminPassword = "Correct-Horse-42!";

    private static readonly SemaphoreSlim Once = new(1);
    private static TestCluster? running;

    private readonly string folder;
    private readonly LocalPostgresServer server;
    private readonly ConcurrentBag<TestHost> idle = [];
    private readonly ConcurrentBag<TestHost> all = [];
    private int databases;

    private TestCluster(string folder, LocalPostgresServer server) => (this.folder, this.server) = (folder, server);

    /// <summary>The cluster, started by the first call.</summary>
    public static async Task<TestCluster> GetAsync()
    {
        await Once.WaitAsync();
        try
        {
            return running ??= await StartAsync();
        }
        finally
        {
            Once.Release();
        }
    }

    public static async Task StopAsync()
    {
        if (running is not null)
            await running.DisposeAsync();
        running = null;
    }

    /// <summary>A host with its own database. Fixtures return it for reuse.</summary>
    public async Task<TestHost> TakeHostAsync()
    {
        if (idle.TryTake(out var host))
            return host;
        host = await TestHost.StartAsync(await CreateDatabaseAsync());
        all.Add(host);
        return host;
    }

    public void GiveBack(TestHost host) => idle.Add(host);

    /// <summary>Creates a copy of the migrated database.</summary>
    public async Task<TestDatabase> CreateDatabaseAsync()
    {
        var name = $"{TestDatabase.Prefix}{Interlocked.Increment(ref databases)}";
        await using var admin = await OpenAsync(server.AdminConnectionString);
        await ExecuteAsync(admin, $"create database {name} owner crm_owner template crm strategy file_copy");
        await ExecuteAsync(admin, $"revoke all on database {name} from public; grant connect on database {name} to crm_service");
        return new TestDatabase(
            name, In(server.AdminConnectionString, name), In(server.OwnerConnectionString, name), In(server.ServiceConnectionString, name));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in all)
            await host.DisposeAsync();
        await server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<TestCluster> StartAsync()
    {
        var folder = TestFolder.Create();
        var settings = new Dictionary<string,
            string>
        { ["shared_buffers"] = "128MB", ["max_connections"] = "200", ["deadlock_timeout"] = "100ms" };
        var server = await LocalPostgresServer.StartAsync(
            new LocalPostgresOptions(folder, Durable: false, Settings: settings), null, CancellationToken.None);
        var cluster = new TestCluster(folder, server);
        await cluster.PrepareTemplateAsync();
        return cluster;
    }

    private async Task PrepareTemplateAsync()
    {
        await Migrator.MigrateAsync(server.OwnerConnectionString, server.ServiceConnectionString, CancellationToken.None);
        Environment.SetEnvironmentVariable("CRM_ADMIN_PASSWORD", AdminPassword);
        await using (var app = TestHost.Build(server.ServiceConnectionString, new TestClock(), new TestLog()))
            await FirstStart.RunAsync(
                app.Services, Arguments.Parse(["serve", "--no-sample"]), new ConsoleProgress(), CancellationToken.None);
        // The initial state of every test: the roles and the administrator. The password is hashed only once.
        await using var admin = await OpenAsync(In(server.AdminConnectionString, "crm"));
        await ExecuteAsync(admin,
            "create schema test_start; create table test_start.roles as table roles; create table test_start.users as table users;");
    }

    private static string In(string connectionString, string database) =>
        new NpgsqlConnectionStringBuilder(connectionString) { Database = database }.ConnectionString;

    private static async Task<NpgsqlConnection> OpenAsync(string connectionString)
    {
        var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        return connection;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
