using System.Text.Json;
using Crm.Application.Common.Json;
using Crm.Application.Common.Ports;
using Crm.Domain.Common;

namespace Crm.Infrastructure.Outbox;

/// <summary>Writes what is to leave the process in the transaction of the change that caused it.</summary>
internal sealed class OutboxWriter(IWriteDb db, IClock clock, OutboxSignal signal)
{
    private const string Sql = """
        insert into outbox_messages (id, aggregate_id, type, payload, occurred_at)
        select m.id, m.aggregate_id, m.type, m.payload::jsonb, m.occurred_at
        from unnest(@ids::uuid[], @aggregateIds::uuid[], @types::text[], @payloads::text[], @occurred::timestamptz[]) with ordinality
            as m (id, aggregate_id, type, payload, occurred_at, n)
        order by m.n
        """;

    private bool wrote;

    public async Task WriteAsync(IReadOnlyList<IDomainEvent> events, CancellationToken ct)
    {
        if (events.Count == 0)
            return;
        await db.ExecuteAsync(
            Sql,
            new
            {
                ids = events.Select(_ => clock.NewId()).ToArray(),
                aggregateIds = events.Select(e => e.AggregateId).ToArray(),
                types = events.Select(e => e.GetType().Name).ToArray(),
                payloads = events.Select(e => JsonSerializer.Serialize(e, e.GetType(), CrmJson.Options)).ToArray(),
                occurred = events.Select(e => e.OccurredAt.UtcDateTime).ToArray(),
            },
            ct).ConfigureAwait(false);
        wrote = true;
    }

    /// <summary>To be called once the transaction is committed: wakes the relay.</summary>
    public void Committed()
    {
        if (wrote)
            signal.Set();
        wrote = false;
    }
}
