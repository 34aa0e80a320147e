using System.Text.Json;
using Crm.Application.Common.Json;

namespace Crm.Infrastructure.Outbox;

/// <summary>Writes events to the outbox in the transaction of the change that caused them.</summary>
internal sealed class OutboxWriter(IClock clock, OutboxSignal signal)
{
    private const string Sql = """
        insert into outbox_messages (id, aggregate_id, type, payload, occurred_at)
        select m.id, m.aggregate_id, m.type, m.payload::jsonb, m.occurred_at
        from unnest($1, $2, $3, $4, $5) with ordinality
            as m (id, aggregate_id, type, payload, occurred_at, n)
        order by m.n
        """;

    private IReadOnlyList<IDomainEvent> pending = [];
    private bool wrote;

    /// <summary>Sets the events that the next save writes.</summary>
    public void SetPending(IReadOnlyList<IDomainEvent> events) => pending = events;

    /// <summary>An event as the outbox stores it.</summary>
    public static string PayloadOf(IDomainEvent e) => JsonSerializer.Serialize(e, e.GetType(), CrmJson.Options);

    /// <summary>Adds the events to the batch that a save sends after its own statements.</summary>
    public void AddTo(NpgsqlBatch batch)
    {
        if (pending.Count == 0)
            return;
        var insert = new NpgsqlBatchCommand(Sql);
        insert.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. pending.Select(_ => clock.NewId())] });
        insert.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. pending.Select(e => e.AggregateId)] });
        insert.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. pending.Select(e => e.GetType().Name)] });
        insert.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. pending.Select(e => PayloadOf(e))] });
        insert.Parameters.Add(new NpgsqlParameter<DateTime[]> { TypedValue = [.. pending.Select(e => e.OccurredAt.UtcDateTime)] });
        batch.BatchCommands.Add(insert);
        pending = [];
        wrote = true;
    }

    /// <summary>Called when the transaction has been committed: wakes the relay.</summary>
    public void Committed()
    {
        if (wrote)
            signal.Set();
        wrote = false;
    }
}
