using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Crm.Infrastructure.Communications;

/// <summary>Keeps the dispatcher going: looks for what is due every few seconds, and on at once where there was something.</summary>
internal sealed class CommunicationDispatcherService(
    CommunicationDispatcher dispatcher, MailOptions mail, ILogger<CommunicationDispatcherService> logger) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (mail.Host is null)
            logger.LogInformation("No mail server is configured; e-mail goes into the folder {Folder}", Path.GetFullPath(mail.PickupFolder));
        var failing = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var claimed = await dispatcher.RunOnceAsync(stoppingToken).ConfigureAwait(false);
                if (failing)
                    logger.LogInformation("Scheduled communications are sent again");
                failing = false;
                if (claimed == 0)
                    await Task.Delay(LookEvery, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // The database may be away for a while; the dispatcher outlives that.
            catch (Exception e)
#pragma warning restore CA1031
            {
                if (!failing)
                    logger.LogWarning("Scheduled communications cannot be sent right now ({Exception}); trying on", e.GetBaseException().GetType().Name);
                failing = true;
                await Task.Delay(LookEvery, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
