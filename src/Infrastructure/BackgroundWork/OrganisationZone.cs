using Crm.Application.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Crm.Infrastructure.BackgroundWork;

/// <summary>
/// Compares the organisation's time zone at start with that of the last start. If the setting has changed, the tasks of users without a
/// time zone are due at other instants.
/// </summary>
internal sealed class OrganisationZone(
    IServiceScopeFactory scopes, NpgsqlDataSource source, Organisation organisation, ILogger<OrganisationZone> logger) : IHostedService
{
    private const string KnownSql = "select time_zone from organisation";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ApplyAsync(cancellationToken);
        }
        catch (NpgsqlException e)
        {
            // A database that only reads still serves reads; the next start tries again.
            logger.LogWarning(e, "The organisation's time zone could not be compared with that of the last start");
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task ApplyAsync(CancellationToken cancellationToken)
    {
        await using (var connection = await source.OpenConnectionAsync(cancellationToken))
        await using (var command = new NpgsqlCommand(KnownSql, connection))
        {
            if (await command.ExecuteScalarAsync(cancellationToken) as string == organisation.Zone.Id)
                return;
        }

        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().RunAsync(
            new CommandInfo(nameof(OrganisationZone)),
            async ct =>
            {
                // Locks the row, so that instances that start together change the tasks one after the other.
                await scope.ServiceProvider.GetRequiredService<IWriteDb>().ExecuteAsync(
                    $"""
                    insert into organisation (id, time_zone) values (true, {organisation.Zone.Id})
                    on conflict (id) do update set time_zone = excluded.time_zone
                    """,
                    ct);
                await scope.ServiceProvider.GetRequiredService<TaskDueTimes>().MoveAsync(organisation.Zone, ct);
                return Result.Ok;
            },
            cancellationToken);
    }
}
