using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Crm.Infrastructure.Outbox;

/// <summary>Keeps the relay going: at once after a change of this instance, once a second for what others left.</summary>
internal sealed class OutboxRelayService(OutboxRelay relay, OutboxSignal signal, ILogger<OutboxRelayService> logger) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var failing = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var claimed = await relay.RelayAsync(stoppingToken).ConfigureAwait(false);
                if (failing)
                    logger.LogInformation("The outbox is relayed again");
                failing = false;
                if (claimed == 0)
                    await signal.WaitAsync(LookEvery, stoppingToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // The database may be away for a while; the relay outlives that.
            catch (Exception e)
#pragma warning restore CA1031
            {
                if (!failing)
                    logger.LogWarning("The outbox cannot be relayed right now ({Exception}); trying on", e.GetBaseException().GetType().Name);
                failing = true;
                await Task.Delay(LookEvery, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
