using System.Threading.Channels;

namespace Crm.Infrastructure.Outbox;

/// <summary>
/// Wakes this instance's relay when one of its changes is committed. It is not a database notification, whose lock would serialize all
/// commits; messages that another instance left are found by a query every second.
/// </summary>
internal sealed class OutboxSignal
{
    private readonly Channel<bool> wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Set() => wake.Writer.TryWrite(true);

    /// <summary>Returns when the signal has been set since the last wait, or when the time is over.</summary>
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
            // The time is over: the relay looks for messages.
        }
    }
}
