using Crm.Infrastructure.BackgroundWork;
using Microsoft.Extensions.Logging;

namespace Crm.Infrastructure.Persistence;

/// <summary>Merges rollup deltas: several times a second while there are any, else once a second.</summary>
internal sealed class RollupService(Rollups rollups, ILogger<RollupService> logger) : BackgroundWorker("Merging rollup deltas", logger)
{
    private static readonly TimeSpan WhileBusy = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan WhileIdle = TimeSpan.FromSeconds(1);

    protected override Task<int> WorkAsync(CancellationToken ct) => rollups.FoldAsync(ct);

    protected override Task WaitAsync(int done, CancellationToken ct) => done switch
    {
        0 => Task.Delay(WhileIdle, ct),
        < Rollups.BatchSize => Task.Delay(WhileBusy, ct),
        _ => Task.CompletedTask,
    };
}
