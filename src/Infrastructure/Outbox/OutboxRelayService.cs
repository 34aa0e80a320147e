using Crm.Infrastructure.BackgroundWork;
using Microsoft.Extensions.Logging;

namespace Crm.Infrastructure.Outbox;

/// <summary>Keeps the relay going: at once after a change of this instance, once a second for what others left.</summary>
internal sealed class OutboxRelayService(OutboxRelay relay, OutboxSignal signal, ILogger<OutboxRelayService> logger)
    : BackgroundWorker("Relaying the outbox", logger)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    protected override Task<int> WorkAsync(CancellationToken ct) => relay.RelayAsync(ct);

    protected override Task RestAsync(int done, CancellationToken ct) => done > 0 ? Task.CompletedTask : signal.WaitAsync(LookEvery, ct);
}
