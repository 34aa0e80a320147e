using System.Collections.Concurrent;

namespace Crm.Infrastructure.Persistence;

/// <summary>Who has changed something through this instance a moment ago, and shall see it although a standby may not have it yet.</summary>
internal sealed class ReadYourWrites(DatabaseOptions options, IClock clock)
{
    /// <summary>How long a caller's reads stay with the primary: so far may a standby lag behind before somebody misses a change of their own.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<Guid, DateTimeOffset> last = new();

    /// <summary>After the commit.</summary>
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
        // Unless it has just been renewed.
        last.TryRemove(KeyValuePair.Create(id, at));
        return false;
    }
}
