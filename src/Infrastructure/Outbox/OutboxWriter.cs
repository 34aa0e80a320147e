using System.Text.Json;
using Crm.Application.Common.Json;

namespace Crm.Infrastructure.Outbox;

/// <summary>Writes what is to leave the process in the transaction of the change that caused it.</summary>
internal sealed class OutboxWriter(IClock clock, OutboxSignal signal)
{
    private const string Sql = """
        insert into outbox_messages (id, aggregate_id, type, payload, occurred_at)
        select m.id, m.aggregate_id, m.type, m.payload::jsonb, m.occurred_at
        from unnest($1, $2, $3, $4, $5) with ordinality
            as m (id, aggregate_id, type, payload, occurred_at, n)
        order by m.n
        """;

    private IReadOnlyList<IDomainEvent> held = [];
    private bool wrote;

    /// <summary>What the next save is to write.</summary>
    public void Hold(IReadOnlyList<IDomainEvent> events) => held = events;

    /// <summary>An event as the outbox keeps it.</summary>
    public static string PayloadOf(IDomainEvent e) => JsonSerializer.Serialize(e, e.GetType(), CrmJson.Options);

    /// <summary>Adds what is held to what a save sends after its own statements.</summary>
    public void AddTo(NpgsqlBatch batch)
    {
        if (held.Count == 0)
            return;
        var insert = new NpgsqlBatchCommand(Sql);
        insert.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. held.Select(_ => clock.NewId())] });
        insert.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. held.Select(e => e.AggregateId)] });
        insert.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. held.Select(e => e.GetType().Name)] });
        insert.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. held.Select(e => PayloadOf(e))] });
        insert.Parameters.Add(new NpgsqlParameter<DateTime[]> { TypedValue = [.. held.Select(e => e.OccurredAt.UtcDateTime)] });
        batch.BatchCommands.Add(insert);
        held = [];
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
