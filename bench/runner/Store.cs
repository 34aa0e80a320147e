using Crm.LocalPostgres;
using Crm.Infrastructure.Persistence;
using Dapper;
using Npgsql;

namespace Crm.Bench.Runner;

/// <summary>A private PostgreSQL with generated data, which is kept from run to run.</summary>
internal sealed class Store : IAsyncDisposable
{
    /// <summary>Of all users; good for this database alone.</summary>
    public const string Password = "bench-password-1";

    /// <summary>Raised when the generator makes something else than before.</summary>
    private const int Generation = 2;

    private const string Copy = "crm_copy";
    private readonly LocalPostgresServer server;

    private Store(LocalPostgresServer server) => this.server = server;

    /// <summary>The generated data; nothing writes to them.</summary>
    public Database Data => new(server.OwnerConnectionString, server.ServiceConnectionString, server.ProcessId);

    /// <param name="folder">Where the data are, or are to be.</param>
    /// <param name="amount">The generator's option that says how much: what the data are known by.</param>
    /// <param name="programs">Where the generator and the service are.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<Store> OpenAsync(string folder, string amount, Programs programs, CancellationToken ct)
    {
        var mark = Path.Combine(folder, "generated");
        var wanted = string.Create(CultureInfo.InvariantCulture, $"{amount} generation={Generation}");
        if (!File.Exists(mark) || await File.ReadAllTextAsync(mark, ct) != wanted)
        {
            Say.Line($"Generating {amount} into {folder}");
            // Only what a store is made of: the folder may be one that holds something else by mistake.
            Directory.CreateDirectory(folder);
            Unused(folder);
            File.Delete(mark);
            File.Delete(Path.Combine(folder, "postgres.json"));
            if (Directory.Exists(Path.Combine(folder, "postgres")))
                Directory.Delete(Path.Combine(folder, "postgres"), recursive: true);
            // Nothing has to survive a crash before it is complete.
            await using (var loading = await LocalPostgresServer.StartAsync(
                new LocalPostgresOptions(folder, Durable: false, Settings: new Dictionary<string, string> { ["max_wal_size"] = "8GB", ["shared_buffers"] = "1GB" }), null, ct))
            {
                await Migrator.MigrateAsync(loading.OwnerConnectionString, loading.ServiceConnectionString, ct);
                NpgsqlConnection.ClearAllPools();
                await Child.RunAsync("dotnet", [programs.Generator, $"--{amount}", $"--connection-string={loading.OwnerConnectionString}", $"--password={Password}"], [], show: true, ct);
                await RebuildRollupsAsync(loading, programs, ct);
            }

            await File.WriteAllTextAsync(mark, wanted, ct);
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

    /// <summary>A copy of the data that may be written to; every call makes it anew. Nobody may be connected to the data.</summary>
    public async Task<Database> CopyAsync(CancellationToken ct)
    {
        Say.Line("Copying the data, for what writes");
        await DropCopyAsync(ct);
        var original = new NpgsqlConnectionStringBuilder(server.OwnerConnectionString);
        await AdministerAsync($"create database {Copy} template {original.Database} owner {original.Username} strategy file_copy", ct);
        await AdministerAsync($"revoke all on database {Copy} from public", ct);
        await AdministerAsync($"grant connect on database {Copy} to {new NpgsqlConnectionStringBuilder(server.ServiceConnectionString).Username}", ct);
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
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(server.AdminConnectionString) { Pooling = false, CommandTimeout = 0 }.ConnectionString);
        await connection.ExecuteAsync(new CommandDefinition(sql, cancellationToken: ct));
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await server.DisposeAsync();
    }

    /// <summary>A service that runs on these data holds their lock.</summary>
    private static void Unused(string folder)
    {
        try
        {
            using var held = new FileStream(Path.Combine(folder, "postgres.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new BenchException($"The data in {folder} are of another generator and would be made anew, but a service runs on them: stop it, or name another folder with --data.");
        }
    }

    /// <summary>Sums that are kept beside the deals are made by the service's own verb, where it has one.</summary>
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
        Say.Line("Rebuilding the maintained sums");
        await Child.RunAsync(
            "dotnet",
            [programs.Service, "rollups", "--rebuild", $"--connection-string={server.ServiceConnectionString}", $"--owner-connection-string={server.OwnerConnectionString}"],
            ServiceProcess.Environment,
            show: true,
            ct);
        await using var connection = await new Database(server.OwnerConnectionString, server.ServiceConnectionString, server.ProcessId).ConnectAsync(ct);
        await connection.ExecuteAsync("vacuum (analyze)");
    }
}

/// <summary>A database, as its owner and as the service's role see it.</summary>
internal sealed record Database(string Owner, string Service, int ProcessId)
{
    public async Task<NpgsqlConnection> ConnectAsync(CancellationToken ct)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Owner) { Pooling = false, CommandTimeout = 0 }.ConnectionString);
        await connection.OpenAsync(ct);
        return connection;
    }
}

/// <summary>Where the programs are that were built before the bench began.</summary>
internal sealed record Programs(string Service, string Generator, string Bare)
{
    /// <param name="root">The repository.</param>
    public static Programs Under(string root)
    {
        string Of(string project, string name) => Path.Combine(root, project, "bin", "Release", "net10.0", name);
        return new Programs(
            Of("src/Api", "Crm.Api.dll"), Of("bench/generator", "Crm.Bench.Generator.dll"), Of("bench/bare", "Crm.Bench.Bare.dll"));
    }
}

/// <summary>Tells what is being done.</summary>
internal static class Say
{
    private static readonly System.Diagnostics.Stopwatch Clock = System.Diagnostics.Stopwatch.StartNew();

    public static void Line(string text) => Console.WriteLine($"{Clock.Elapsed.TotalSeconds,6:0.0} s  {text}");
}
