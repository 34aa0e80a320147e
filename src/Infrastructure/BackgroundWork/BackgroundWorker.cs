using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Crm.Infrastructure.BackgroundWork;

/// <summary>
/// Work that goes on beside the requests: done again and again, with a rest between. What fails, as where the database is away,
/// is tried again after a rest, and told once when it begins and once when it is over.
/// </summary>
/// <param name="what">The work, as the log names it.</param>
internal abstract partial class BackgroundWorker(string what, ILogger logger) : BackgroundService
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    /// <summary>Does what there is to do.</summary>
    /// <returns>How much that was.</returns>
    protected abstract Task<int> WorkAsync(CancellationToken ct);

    /// <summary>Waits until it is worth looking again.</summary>
    /// <param name="done">How much there was to do.</param>
    protected abstract Task RestAsync(int done, CancellationToken ct);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var failing = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var done = await WorkAsync(stoppingToken);
                if (failing)
                    GoesOn(what);
                failing = false;
                await RestAsync(done, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            // What leaves this method stops the whole service: that is the host's default for background work. Which exceptions a database
            // that is away, a mail server or a subscriber throws cannot be listed, and the requests go on without the work.
#pragma warning disable CA1031
            catch (Exception e)
#pragma warning restore CA1031
            {
                if (!failing)
                    Fails(what, e.GetBaseException().GetType().Name);
                failing = true;
                // Not at once: a database that is away would be asked without a pause. A stop ends the rest, and the loop after it.
                await Task.Delay(AfterFailure, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "{Work} goes on again")]
    private partial void GoesOn(string work);

    [LoggerMessage(LogLevel.Warning, "{Work} fails right now ({Exception}); trying on")]
    private partial void Fails(string work, string exception);
}
