using System.Collections.Concurrent;

namespace Crm.Infrastructure.Persistence;

/// <summary>Records who has just made a change through this instance; these callers must see it even if a standby lacks it.</summary>
internal sealed class ReadYourWrites(DatabaseOptions options, IClock clock)
{
    /// <summary>How long a caller's reads go to the primary: the lag of a standby up to which callers see all their own changes.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<Guid, DateTimeOffset> last = new();

    /// <summary>Called after the commit.</summary>
    public void Add(Guid? userId)
    {
        if (options.ReadConnectionString is not null && userId is { } id)
            last[id] = clock.Now;
    }

    public bool AreRecent(Guid? userId)
    {
        if (userId is not { } id || !last.TryGetValue(id, out var at))
            return false;
        if (clock.Now - at < Window)
            return true;
        // Only if no other request has renewed the entry.
        last.TryRemove(KeyValuePair.Create(id, at));
        return false;
    }
}
