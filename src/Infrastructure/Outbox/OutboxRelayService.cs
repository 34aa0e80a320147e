using Crm.Infrastructure.BackgroundWork;
using Microsoft.Extensions.Logging;

namespace Crm.Infrastructure.Outbox;

/// <summary>Runs the relay at once after a change of this instance, and every second for messages that other instances left.</summary>
internal sealed class OutboxRelayService(OutboxRelay relay, OutboxSignal signal, ILogger<OutboxRelayService> logger)
    : BackgroundWorker("Relaying the outbox", logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override Task<int> WorkAsync(CancellationToken ct) => relay.RelayAsync(ct);

    protected override Task WaitAsync(int done, CancellationToken ct) => done > 0 ? Task.CompletedTask : signal.WaitAsync(Interval, ct);
}
