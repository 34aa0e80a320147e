using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Crm.Infrastructure.BackgroundWork;

/// <summary>
/// Background work that is repeated, with a pause between. After a failure, for example while the database is unavailable, it is retried
/// after a pause; the first failure is logged, and the first success after it.
/// </summary>
/// <param name="name">The name of the work in the log.</param>
internal abstract partial class BackgroundWorker(string name, ILogger logger) : BackgroundService
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    /// <summary>Does one round of the work.</summary>
    /// <returns>How many items were processed.</returns>
    protected abstract Task<int> WorkAsync(CancellationToken ct);

    /// <summary>Waits until the next round.</summary>
    /// <param name="done">How many items the last round processed.</param>
    protected abstract Task WaitAsync(int done, CancellationToken ct);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var failing = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var done = await WorkAsync(stoppingToken);
                if (failing)
                    LogRecovered(name);
                failing = false;
                await WaitAsync(done, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            // An exception that leaves this method stops the whole service: that is the host's default for background services. The
            // exceptions of an unavailable database, a mail server or a subscriber cannot be listed, and requests do not need this work.
#pragma warning disable CA1031
            catch (Exception e)
#pragma warning restore CA1031
            {
                if (!failing)
                    LogFailure(name, e.GetBaseException().GetType().Name);
                failing = true;
                // The pause limits the attempts while the database is unavailable. Stopping the service ends the pause, which must not
                // throw here, outside the try block; the condition of the loop then ends the work.
                await Task.Delay(AfterFailure, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "{Work} has recovered")]
    private partial void LogRecovered(string work);

    [LoggerMessage(LogLevel.Warning, "{Work} failed ({Exception}); it is retried until it succeeds")]
    private partial void LogFailure(string work, string exception);
}
