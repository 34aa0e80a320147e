using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using Crm.LocalPostgres;
using Npgsql;

namespace Crm.Api.Tests.LocalPostgres;

/// <summary>A real server in a temporary folder. Each test starts from a cluster that is created once.</summary>
[TestFixture]
[Category("Slow")]
public sealed class LocalPostgresServerTests
{
    private string _folder = null!;

    [OneTimeSetUp]
    public void Choose_a_folder() => _folder = TestFolder.Create();

    [OneTimeTearDown]
    public void Remove_the_folder()
    {
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public async Task A_new_folder_gets_a_database_with_its_two_roles()
    {
        await using var server = await StartAsync();

        Assert.That(await ScalarAsync(server.OwnerConnectionString, "select current_user || '@' || current_database()"),
            Is.EqualTo("crm_owner@crm"));
        Assert.That(await ScalarAsync(server.ServiceConnectionString, "select current_user || '@' || current_database()"),
            Is.EqualTo("crm_service@crm"));
        Assert.That(await ScalarAsync(server.AdminConnectionString, "show server_encoding"), Is.EqualTo("UTF8"));
        Assert.That(await ScalarAsync(server.OwnerConnectionString, "select lower('ÄÖŁ')"), Is.EqualTo("äöł"));
        Assert.That(await ScalarAsync(
            server.OwnerConnectionString, "select rolsuper or rolcreatedb or rolcreaterole from pg_roles where rolname = current_user"),
            Is.False);
        await ScalarAsync(server.OwnerConnectionString, "create extension if not exists pg_trgm");
    }

    [Test]
    public async Task The_service_role_cannot_create_objects()
    {
        await using var server = await StartAsync();

        Assert.That(() => ScalarAsync(server.ServiceConnectionString, "create table mine (id int)"),
            Throws.InstanceOf<PostgresException>().With.Property("SqlState").EqualTo("42501"));
        Assert.That(() => ScalarAsync(server.ServiceConnectionString, "create temporary table mine (id int)"),
            Throws.InstanceOf<PostgresException>().With.Property("SqlState").EqualTo("42501"));
        Assert.That(() => ScalarAsync(server.ServiceConnectionString, "create schema mine"),
            Throws.InstanceOf<PostgresException>().With.Property("SqlState").EqualTo("42501"));
    }

    [Test]
    public async Task A_restart_finds_data_passwords_and_port_as_they_were()
    {
        string connectionString;
        await using (var first = await StartAsync())
        {
            connectionString = first.OwnerConnectionString;
            await ScalarAsync(connectionString, "drop table if exists kept; create table kept as select 42 as answer");
        }

        await using var second = await StartAsync();

        Assert.That(second.OwnerConnectionString, Is.EqualTo(connectionString));
        Assert.That(await ScalarAsync(second.OwnerConnectionString, "select answer from kept"), Is.EqualTo(42));
    }

    [Test]
    public async Task A_second_service_on_the_same_folder_is_rejected()
    {
        await using var first = await StartAsync();

        Assert.That(
            StartAsync,
            Throws.InstanceOf<LocalPostgresException>().With.Message.EqualTo(
                $"The data folder {_folder} is in use by a running service (process {Environment.ProcessId}): stop that service, or " +
                    $"choose another folder with --data-dir."));
        Assert.That(await ScalarAsync(first.ServiceConnectionString, "select 1"), Is.EqualTo(1));
    }

    [Test]
    public async Task A_stale_pid_file_does_not_hinder_the_start()
    {
        await (await StartAsync()).DisposeAsync();
        var pidFile = Path.Combine(_folder, "postgres", "data", "postmaster.pid");

        // A process id that does not exist, then one of another process.
        foreach (var pid in new[] { 4_194_300, Environment.ProcessId })
        {
            await File.WriteAllTextAsync(
                pidFile, string.Create(CultureInfo.InvariantCulture, $"{pid}\n{_folder}/postgres/data\n1700000000\n5432\n\n127.0.0.1\n"));
            await using var server = await StartAsync();
            Assert.That(await ScalarAsync(server.ServiceConnectionString, "select 1"), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task A_server_that_was_killed_is_started_again()
    {
        await using var server = await StartAsync();
        var killed = server.ProcessId;
        using (var process = Process.GetProcessById(killed))
            process.Kill();

        object? response = null;
        for (var stopwatch = Stopwatch.StartNew(); (response is null || server.ProcessId == killed) &&
            stopwatch.Elapsed < TimeSpan.FromSeconds(15); await Task.Delay(50))
        {
            try
            {
                response = await ScalarAsync(server.ServiceConnectionString, "select 1");
            }
            catch (NpgsqlException)
            {
                // Not restarted yet.
            }
        }

        Assert.That(response, Is.EqualTo(1));
        Assert.That(server.ProcessId, Is.Not.EqualTo(killed));
    }

    [Test]
    public async Task The_error_names_an_occupied_port()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;

        Assert.That(
            () => LocalPostgresServer.StartAsync(
                new LocalPostgresOptions(_folder, Durable: false, Port: port), null, CancellationToken.None),
            Throws.InstanceOf<LocalPostgresException>().With.Message.EqualTo(
                $"Port {port}, which is configured for the private PostgreSQL, is in use: free it or choose another one."));
    }

    [Test]
    [UnsupportedOSPlatform("windows")]
    [Platform(Exclude = "Win")]
    public async Task Only_the_owner_reads_the_passwords()
    {
        await using var server = await StartAsync();

        Assert.That(File.GetUnixFileMode(Path.Combine(_folder, "postgres.json")),
            Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    private Task<LocalPostgresServer> StartAsync() =>
        LocalPostgresServer.StartAsync(
            new LocalPostgresOptions(_folder, Durable: false, Settings: new Dictionary<string, string> { ["shared_buffers"] = "32MB" }),
            null,
            CancellationToken.None);

    private static async Task<object?> ScalarAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
