using System.Globalization;
using Crm.Api.Hosting;
using Crm.LocalPostgres;
using Crm.Infrastructure.Persistence;
using Npgsql;

namespace Crm.Api.Tests.Support;

/// <summary>A primary and a standby that streams from it, with the schema, the roles and the administrator.</summary>
internal sealed class StandbyPair : IAsyncDisposable
{
    private readonly string primaryFolder = TestFolder.Create();
    private readonly string standbyFolder = TestFolder.Create();
    private readonly int standbyPort = LoopbackPort.Choose();
    private LocalPostgresServer primary = null!;
    private PostgresBinaries binaries = null!;
    private PostgresFolder standby = null!;

    /// <summary>A data source of the superuser on the standby.</summary>
    public NpgsqlDataSource Standby { get; private set; } = null!;

    /// <summary>A connection string of the service role with both servers, the standby first.</summary>
    public string ServiceConnectionString
    {
        get
        {
            var settings = new NpgsqlConnectionStringBuilder(primary.ServiceConnectionString);
            var hosts = string.Create(CultureInfo.InvariantCulture, $"{settings.Host}:{standbyPort},{settings.Host}:{settings.Port}");
            return new NpgsqlConnectionStringBuilder(settings.ConnectionString) { Host = hosts }.ConnectionString;
        }
    }

    /// <summary>The database on the primary, for a test host.</summary>
    public TestDatabase Database() => new("crm", AsAdmin(null), primary.OwnerConnectionString, primary.ServiceConnectionString);

    public static async Task<StandbyPair> StartAsync()
    {
        var pair = new StandbyPair();
        try
        {
            await pair.StartPrimaryAsync();
            await pair.CopyAsync();
            await pair.StartStandbyAsync();
            return pair;
        }
        catch
        {
            await pair.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops the standby immediately, as if its machine failed.</summary>
    public Task KillStandbyAsync() => RunAsync("pg_ctl", "stop", "-m", "immediate", "-w", "-D", standby.Cluster);

    /// <summary>Starts the standby and waits until it accepts queries.</summary>
    public Task StartStandbyAsync() => RunAsync(
        "pg_ctl", "start", "-w", "-l", standby.LogFile, "-o", string.Create(CultureInfo.InvariantCulture, $"-p {standbyPort}"), "-D",
        standby.Cluster);

    public async ValueTask DisposeAsync()
    {
        if (Standby is not null)
            await Standby.DisposeAsync();
        if (standby is not null && File.Exists(standby.ServerPidFile))
            await KillStandbyAsync();
        if (primary is not null)
            await primary.DisposeAsync();
        Directory.Delete(primaryFolder, recursive: true);
        Directory.Delete(standbyFolder, recursive: true);
    }

    private async Task StartPrimaryAsync()
    {
        var settings = new Dictionary<string,
            string>
        { ["shared_buffers"] = "32MB", ["wal_level"] = "replica", ["max_wal_senders"] = "4", ["max_wal_size"] = "256MB" };
        primary = await LocalPostgresServer.StartAsync(
            new LocalPostgresOptions(primaryFolder, Durable: false, Settings: settings), null, CancellationToken.None);
        await Migrator.MigrateAsync(primary.OwnerConnectionString, primary.ServiceConnectionString, CancellationToken.None);
        Environment.SetEnvironmentVariable("CRM_ADMIN_PASSWORD", TestCluster.AdminPassword);
        await using (var app = TestHost.Build(primary.ServiceConnectionString, new TestClock(), new TestLog()))
            await FirstStart.RunAsync(
                app.Services, Arguments.Parse(["serve", "--no-sample"]), new ConsoleProgress(), CancellationToken.None);
    }

    private async Task CopyAsync()
    {
        binaries = await PostgresBinaries.FindAsync(standbyFolder, null, null, CancellationToken.None);
        if (!File.Exists(binaries["pg_basebackup"]))
            Assert.Ignore("This PostgreSQL has no pg_basebackup, which is needed to create a standby.");
        standby = new PostgresFolder(standbyFolder);
        await standby.PrepareAsync(binaries.Directory, CancellationToken.None);
        var admin = new NpgsqlConnectionStringBuilder(primary.AdminConnectionString);
        var source = string.Create(
            CultureInfo.InvariantCulture, $"host={admin.Host} port={admin.Port} user={admin.Username} password={admin.Password}");
        await RunAsync("pg_basebackup", "-d", source, "-D", standby.Cluster, "--write-recovery-conf", "--checkpoint=fast", "--no-sync");
        Standby = NpgsqlDataSource.Create(AsAdmin(standbyPort));
    }

    private async Task RunAsync(string program, params string[] arguments)
    {
        var outcome = await CommandLine.RunAsync(binaries[program], arguments, standby.User, standby.Home, CancellationToken.None);
        Assert.That(outcome.ExitCode, Is.Zero, outcome.Output);
    }

    private string AsAdmin(int? port)
    {
        var settings = new NpgsqlConnectionStringBuilder(primary.AdminConnectionString) { Database = "crm" };
        settings.Port = port ?? settings.Port;
        return settings.ConnectionString;
    }
}
