using System.Collections.Concurrent;
using Crm.Infrastructure.Postgres;
using Dapper;

namespace Crm.Infrastructure.Security;

/// <summary>
/// Records when keys were last used: at most once a minute for a key, without waiting for a transaction that is changing the key.
/// </summary>
public sealed class ApiKeyUse(NpgsqlDataSource source, IClock clock)
{
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(1);

    private const string Sql = """
        update api_keys set last_used_at = @now where id = (
            select id from api_keys where id = @keyId and (last_used_at is null or last_used_at <= @before) for no key update skip locked)
        """;

    private readonly ConcurrentDictionary<Guid, DateTimeOffset> marked = new();

    public async ValueTask MarkAsync(Guid keyId, CancellationToken ct)
    {
        var now = clock.Now;
        if (marked.TryGetValue(keyId, out var last) && now - last < Step && now >= last)
            return;
        // Set before the statement, so that of many concurrent requests one writes.
        marked[keyId] = now;
        try
        {
            await using var connection = await source.OpenConnectionAsync(ct);
            await connection.ExecuteAsync(new CommandDefinition(Sql, new { keyId, now, before = now - Step }, cancellationToken: ct));
        }
        catch (NpgsqlException e) when (DatabaseAvailability.IsLacking(e) && !ct.IsCancellationRequested)
        {
            // A database that accepts no changes still serves reads.
        }
    }
}
