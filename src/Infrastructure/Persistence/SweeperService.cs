using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Crm.Infrastructure.Persistence;

/// <summary>Sweeps a minute after the start, then every ten minutes.</summary>
internal sealed class SweeperService(Sweeper sweeper, Rollups rollups, ILogger<SweeperService> logger) : BackgroundService
{
    private static readonly TimeSpan First = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Delay(First, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await rollups.SweepAsync(stoppingToken);
                var swept = await sweeper.SweepAsync(stoppingToken);
                if (swept.Total > 0)
                {
                    logger.LogInformation(
                        "Swept {Messages} outbox messages, {Keys} idempotency keys, {Tokens} refresh tokens, {Throttles} login failures",
                        swept.Messages, swept.Keys, swept.Tokens, swept.Throttles);
                }
            }
#pragma warning disable CA1031 // The database may be unavailable for a while; the next sweep deletes the rest.
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                logger.LogWarning("The sweep failed ({Exception}); it is repeated in ten minutes", e.GetBaseException().GetType().Name);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await Task.Delay(Every, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
