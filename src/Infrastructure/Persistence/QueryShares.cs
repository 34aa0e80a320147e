using Crm.Application.Common.Lists;

namespace Crm.Infrastructure.Persistence;

/// <summary>
/// Limits how many queries of one caller the database executes at the same time. Others of the same caller wait for their turn, in order;
/// one that waits too long is rejected.
/// </summary>
internal sealed class QueryShares(DatabaseOptions options)
{
    private readonly Dictionary<Guid, Share> shares = [];

    /// <summary>Waits for the caller's turn. Disposing the result ends it.</summary>
    /// <exception cref="QueryRejectedException">The caller has too many queries.</exception>
    public async ValueTask<Turn> TakeAsync(Guid caller, CancellationToken ct)
    {
        Share? share;
        lock (shares)
        {
            if (!shares.TryGetValue(caller, out share))
                shares[caller] = share = new Share(options.QueriesPerCaller);
            share.Holders++;
        }

        var taken = false;
        try
        {
            taken = await share.Free.WaitAsync(DatabaseOptions.ShareTimeout, ct);
        }
        finally
        {
            if (!taken)
                Leave(caller, share);
        }

        return taken ? new Turn(this, caller, share) : throw new QueryRejectedException(ListErrors.TooManyQueries);
    }

    private void Leave(Guid caller, Share share)
    {
        lock (shares)
        {
            if (--share.Holders > 0)
                return;
            shares.Remove(caller);
        }

        share.Free.Dispose();
    }

    internal sealed class Share(int size)
    {
        public SemaphoreSlim Free { get; } = new(size);

        /// <summary>How many queries run or wait.</summary>
        public int Holders { get; set; }
    }

    /// <summary>A query's turn.</summary>
    internal readonly struct Turn(QueryShares shares, Guid caller, Share share) : IDisposable
    {
        public void Dispose()
        {
            share.Free.Release();
            shares.Leave(caller, share);
        }
    }
}
