using Crm.LocalPostgres;
using Crm.Infrastructure.Persistence;
using Dapper;
using Npgsql;

namespace Crm.Bench.Runner;

/// <summary>A private PostgreSQL with generated data, which is reused by later runs.</summary>
internal sealed class Store : IAsyncDisposable
{
    /// <summary>The password of all users of the generated data.</summary>
    public const string Password = "bench-password-1";

    /// <summary>Must be incremented whenever the generator's output changes.</summary>
    private const int GeneratorVersion = 2;

    private const string Copy = "crm_copy";
    private readonly LocalPostgresServer server;

    private Store(LocalPostgresServer server) => this.server = server;

    /// <summary>The generated data. They are only read.</summary>
    public Database Data => new(server.OwnerConnectionString, server.ServiceConnectionString, server.ProcessId);

    /// <param name="folder">The folder of the data.</param>
    /// <param name="amount">The generator's option for the amount of data. It identifies the data.</param>
    /// <param name="programs">The locations of the generator and the service.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<Store> OpenAsync(string folder, string amount, Programs programs, CancellationToken ct)
    {
        var marker = Path.Combine(folder, "generated");
        var expected = string.Create(CultureInfo.InvariantCulture, $"{amount} generation={GeneratorVersion}");
        if (!File.Exists(marker) || await File.ReadAllTextAsync(marker, ct) != expected)
        {
            Log.Line($"Generating {amount} into {folder}");
            // Deletes only files of a store, in case the folder contains something else by mistake.
            Directory.CreateDirectory(folder);
            EnsureNotInUse(folder);
            File.Delete(marker);
            File.Delete(Path.Combine(folder, "postgres.json"));
            if (Directory.Exists(Path.Combine(folder, "postgres")))
                Directory.Delete(Path.Combine(folder, "postgres"), recursive: true);
            // An incomplete store is generated again, so it need not survive a crash.
            await using (var loading = await LocalPostgresServer.StartAsync(
                new LocalPostgresOptions(
                    folder, Durable: false, Settings: new Dictionary<string,
                        string>
                    { ["max_wal_size"] = "8GB", ["shared_buffers"] = "1GB" }), null, ct))
            {
                await Migrator.MigrateAsync(loading.OwnerConnectionString, loading.ServiceConnectionString, ct);
                NpgsqlConnection.ClearAllPools();
                await Child.RunAsync(
                    "dotnet", [programs.Generator, $"--{amount}", $"--connection-string={loading.OwnerConnectionString}",
                        $"--password={Password}"], [], show: true, ct);
                await RebuildRollupsAsync(loading, programs, ct);
            }

            await File.WriteAllTextAsync(marker, expected, ct);
        }

        var server = await LocalPostgresServer.StartAsync(
            new LocalPostgresOptions(folder, Settings: new Dictionary<string, string> { ["max_connections"] = "200" }), null, ct);
        var store = new Store(server);
        try
        {
            if (!(await Migrator.MigrateAsync(server.OwnerConnectionString, server.ServiceConnectionString, ct)).IsEmpty)
                await RebuildRollupsAsync(server, programs, ct);
            return store;
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    /// <summary>A copy of the data for writes, recreated by every call. There must be no connection to the original.</summary>
    public async Task<Database> CopyAsync(CancellationToken ct)
    {
        Log.Line("Copying the data for the writes");
        await DropCopyAsync(ct);
        var original = new NpgsqlConnectionStringBuilder(server.OwnerConnectionString);
        await AdministerAsync($"create database {Copy} template {original.Database} owner {original.Username} strategy file_copy", ct);
        await AdministerAsync($"revoke all on database {Copy} from public", ct);
        await AdministerAsync(
            $"grant connect on database {Copy} to {new NpgsqlConnectionStringBuilder(server.ServiceConnectionString).Username}", ct);
        string In(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString) { Database = Copy }.ConnectionString;
        return new Database(In(server.OwnerConnectionString), In(server.ServiceConnectionString), server.ProcessId);
    }

    public async Task DropCopyAsync(CancellationToken ct)
    {
        NpgsqlConnection.ClearAllPools();
        await AdministerAsync($"drop database if exists {Copy} with (force)", ct);
    }

    private async Task AdministerAsync(string sql, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(server.AdminConnectionString) { Pooling = false, CommandTimeout = 0 }.ConnectionString);
        await connection.ExecuteAsync(new CommandDefinition(sql, cancellationToken: ct));
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await server.DisposeAsync();
    }

    /// <summary>Fails if a service runs on these data: it holds the lock file.</summary>
    private static void EnsureNotInUse(string folder)
    {
        try
        {
            using var lockFile = new FileStream(
                Path.Combine(folder, "postgres.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new BenchException(
                $"The data in {folder} were generated by another version and must be generated again, but a service is using them. " +
                    $"Stop it, or choose another folder with --data.");
        }
    }

    /// <summary>Rebuilds the rollups with the service's own command, if this version has it.</summary>
    private static async Task RebuildRollupsAsync(LocalPostgresServer server, Programs programs, CancellationToken ct)
    {
        var help = "";
        try
        {
            await Child.RunAsync("dotnet", [programs.Service, "--help"], [], show: false, ct);
        }
        catch (BenchException usage)
        {
            help = usage.Message;
        }

        if (!help.Contains("rollups", StringComparison.Ordinal))
            return;
        Log.Line("Rebuilding the rollups");
        await Child.RunAsync(
            "dotnet",
            [programs.Service, "rollups", "--rebuild", $"--connection-string={server.ServiceConnectionString}",
                $"--owner-connection-string={server.OwnerConnectionString}"],
            ServiceProcess.Environment,
            show: true,
            ct);
        await using var connection = await new Database(
            server.OwnerConnectionString, server.ServiceConnectionString, server.ProcessId).ConnectAsync(ct);
        await connection.ExecuteAsync("vacuum (analyze)");
    }
}

/// <summary>The connection strings of a database for the owner role and the service role.</summary>
internal sealed record Database(string Owner, string Service, int ProcessId)
{
    public async Task<NpgsqlConnection> ConnectAsync(CancellationToken ct)
    {
        var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(Owner) { Pooling = false, CommandTimeout = 0 }.ConnectionString);
        await connection.OpenAsync(ct);
        return connection;
    }
}

/// <summary>The locations of the programs, which are built before the bench starts.</summary>
internal sealed record Programs(string Service, string Generator, string Bare)
{
    /// <param name="root">The root of the repository.</param>
    public static Programs Under(string root)
    {
        string Of(string project, string name) => Path.Combine(root, project, "bin", "Release", "net10.0", name);
        return new Programs(
            Of("src/Api", "Crm.Api.dll"), Of("bench/generator", "Crm.Bench.Generator.dll"), Of("bench/bare", "Crm.Bench.Bare.dll"));
    }
}

/// <summary>Prints progress with the elapsed time.</summary>
internal static class Log
{
    private static readonly System.Diagnostics.Stopwatch Clock = System.Diagnostics.Stopwatch.StartNew();

    public static void Line(string text) => Console.WriteLine($"{Clock.Elapsed.TotalSeconds,6:0.0} s  {text}");
}
