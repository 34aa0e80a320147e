using System.Runtime.InteropServices;
using Crm.LocalPostgres;
using Crm.Infrastructure.Persistence;

namespace Crm.Api.Hosting;

/// <summary>The program's commands.</summary>
internal static class CrmProgram
{
    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            var arguments = Arguments.Parse(args);
            await RunAsync(arguments);
            return 0;
        }
        catch (Exception e) when (e is StartException or LocalPostgresException or SchemaException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
        catch (OperationCanceledException)
        {
            return 130;
        }
        catch (Exception e) when (DatabaseFailure.Explain(e) is { } sentence)
        {
            await Console.Error.WriteLineAsync(sentence);
            return 1;
        }
    }

    private static async Task RunAsync(Arguments arguments)
    {
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.Cancel();
        }

        // Checked before anything is created: otherwise a first start would fail only after it has set up the database.
        if (arguments.Command is "serve" or "seed" or "admin-password" or "check")
            AdminPassword.Given(FirstStart.AdminEmail);
        if (arguments.Command is "serve" or "check")
            EnsurePortIsFree(arguments.Port);
        if (arguments.Command is "check")
            return;
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.AddCrmConsole(builder.Configuration);
        var progress = new ConsoleProgress();
        var (server, owner) = await ConnectAsync(arguments, builder.Configuration, progress, stop.Token);
        await using var localServer = server;
        var service = builder.Configuration.GetConnectionString("Crm")
            ?? throw new StartException(
                "Set ConnectionStrings__Crm or --connection-string to the connection string of the service role, or --data-dir for a " +
                    "private PostgreSQL.");

        if (arguments.Command is "migrate" || arguments.DataDirectory is not null || owner is not null)
        {
            progress.Report("Migrating the database schema");
            if ((owner ?? service) == service)
                progress.Report("The service uses the role that owns the schema and can change audit rows; use " +
                    "--owner-connection-string to separate their privileges");
            var applied = await Migrator.MigrateAsync(owner ?? service, service, stop.Token);
            progress.Report(applied.IsEmpty
                ? "The schema is up to date"
                : $"Applied {applied.Migrations.Count} migration(s) and {applied.Objects.Count} database object(s), derived the texts of " +
                    $"{applied.DerivedRows} row(s) again");
        }

        if (arguments.Command is "migrate")
            return;
        builder.WebHost.UseUrls($"http://127.0.0.1:{arguments.Port}");
        await using var app = CrmHost.Build(builder);
        if (arguments.Command is "admin-password")
        {
            await AdminPassword.SetAsync(app.Services, progress, stop.Token);
            return;
        }

        if (arguments.Command is "rollups")
        {
            await RollupsVerb.RunAsync(app.Services.GetRequiredService<Rollups>(), arguments, progress, stop.Token);
            return;
        }

        await FirstStart.RunAsync(app.Services, arguments, progress, stop.Token);
        if (arguments.Command is not "serve")
            return;
        await app.StartAsync(stop.Token);
        progress.Report($"Listening on http://127.0.0.1:{arguments.Port}, documentation at http://127.0.0.1:{arguments.Port}/docs; log " +
            $"in as {FirstStart.AdminName}; press Ctrl-C to stop");
        _ = WarmUpAsync(app.Services, stop.Token);
        var stopped = app.WaitForShutdownAsync(CancellationToken.None);
        // Waits until the host stops or a signal arrives; WhenAny does not throw when the delay is cancelled.
        await Task.WhenAny(stopped, Task.Delay(Timeout.Infinite, stop.Token));
        progress.Report("Stopping");
        await app.StopAsync(CancellationToken.None);
    }

    /// <summary>Chooses the database: from the command line, a private PostgreSQL in the data folder, or from the configuration.</summary>
    private static async Task<(LocalPostgresServer? Server, string? Owner)> ConnectAsync(
        Arguments arguments, ConfigurationManager configuration, ConsoleProgress progress, CancellationToken ct)
    {
        if (arguments.DataDirectory is { } folder)
        {
            configuration[SigningSecret.Setting] ??= SigningSecret.ReadOrMake(folder);
            configuration["Smtp:PickupFolder"] ??= Path.Combine(folder, "mail");
        }

        if (arguments.ConnectionString is { } given)
        {
            configuration["ConnectionStrings:Crm"] = given;
            return (null, arguments.OwnerConnectionString);
        }

        if (arguments.DataDirectory is null || configuration.GetConnectionString("Crm") is not null)
            return (null, arguments.OwnerConnectionString ?? configuration.GetConnectionString("CrmOwner"));
        var server = await LocalPostgresServer.StartAsync(new LocalPostgresOptions(arguments.DataDirectory), progress, ct);
        configuration["ConnectionStrings:Crm"] = server.ServiceConnectionString;
        return (server, server.OwnerConnectionString);
    }

    /// <summary>
    /// Makes EF Core build its model in the background, so that the first change does not wait for it; after two seconds, so that the
    /// first read does not wait either.
    /// </summary>
    private static async Task WarmUpAsync(IServiceProvider services, CancellationToken ct)
    {
        await Task.Delay(TimeSpan.FromSeconds(2), ct);
        await using var scope = services.CreateAsyncScope();
        _ = scope.ServiceProvider.GetRequiredService<CrmDbContext>().Model;
    }

    private static void EnsurePortIsFree(int port)
    {
        if (!LoopbackPort.IsFree(port))
            throw new StartException(
                $"Port {port} is in use on 127.0.0.1: stop the program that listens on it, or choose another port with --port.");
    }
}
