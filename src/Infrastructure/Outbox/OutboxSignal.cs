using System.Threading.Channels;

namespace Crm.Infrastructure.Outbox;

/// <summary>
/// Wakes this instance's relay when a change of its own was committed. Not a database notification: its lock would make all
/// commits queue for one another; what another instance left behind is found by looking once a second.
/// </summary>
internal sealed class OutboxSignal
{
    private readonly Channel<bool> wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Set() => wake.Writer.TryWrite(true);

    /// <summary>Returns when the signal was set since the last wait, or the time is over.</summary>
    public async Task WaitAsync(TimeSpan atMost, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(atMost);
        try
        {
            await wake.Reader.ReadAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // Time to look by itself.
        }
    }
}
