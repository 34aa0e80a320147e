using System.Text.Json;
using Crm.Infrastructure.Security;
using NpgsqlTypes;

namespace Crm.Infrastructure.Persistence;

/// <summary>A row of <c>audit_logs</c>.</summary>
internal sealed record AuditRow(
    Guid Id, string EntityType, Guid? EntityId, AuditAction Action, string? FieldName, string? OldValue, string? NewValue, string Metadata,
    string? IpAddress, string? UserAgent, DateTimeOffset CreatedAt, Guid? UserId);

/// <summary>Writes audit rows, all rows of a save in one statement.</summary>
internal static class AuditRows
{
    private const string Sql = """
        insert into audit_logs (id, entity_type, entity_id, action, field_name, old_value, new_value, metadata, ip_address, user_agent,
            created_at, user_id)
        select r.id, r.entity_type, r.entity_id, r.action, r.field_name, r.old_value, r.new_value, r.metadata::jsonb, $9, $10, $11, $12
        from unnest($1, $2, $3, $4, $5, $6, $7, $8) as r (id, entity_type, entity_id, action, field_name, old_value, new_value, metadata)
        """;

    /// <summary>Notifies the other instances at commit, which then clear their cached permissions.</summary>
    public const string NotifySql = $"select pg_notify('{RightsCache.Channel}', '')";

    /// <summary>The metadata of the rows of one change of an aggregate, as JSON without null values.</summary>
    public static string MetadataOf(
        Guid changeSetId, long version, CommandInfo? command = null, string? traceId = null, Guid? apiKeyId = null) =>
        JsonSerializer.Serialize(new Dictionary<string, object?>
        {
            ["changeSetId"] = changeSetId,
            ["version"] = version,
            ["command"] = command?.Name,
            ["traceId"] = traceId,
            ["apiKeyId"] = apiKeyId,
            ["effectiveAt"] = command?.EffectiveAt is { } at ? Application.Common.Text.Instants.Format(at) : null,
        }.Where(m => m.Value is not null).ToDictionary());

    /// <summary>Adds the rows to the batch that a save sends after its own statements.</summary>
    public static void AddTo(NpgsqlBatch batch, IReadOnlyList<AuditRow> rows, CurrentCommand current)
    {
        if (rows.Count == 0)
            return;
        var insert = new NpgsqlBatchCommand(Sql);
        Add(insert, NpgsqlDbType.Uuid, rows.Select(r => r.Id).ToArray());
        Add(insert, NpgsqlDbType.Text, rows.Select(r => r.EntityType).ToArray());
        Add(insert, NpgsqlDbType.Uuid, rows.Select(r => r.EntityId).ToArray());
        Add(insert, NpgsqlDbType.Text, rows.Select(r => EnumText<AuditAction>.Of(r.Action)).ToArray());
        Add(insert, NpgsqlDbType.Text, rows.Select(r => r.FieldName).ToArray());
        Add(insert, NpgsqlDbType.Text, rows.Select(r => r.OldValue).ToArray());
        Add(insert, NpgsqlDbType.Text, rows.Select(r => r.NewValue).ToArray());
        Add(insert, NpgsqlDbType.Text, rows.Select(r => r.Metadata).ToArray());
        var first = rows[0];
        insert.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Text, Value = first.IpAddress ?? (object)DBNull.Value });
        insert.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Text, Value = first.UserAgent ?? (object)DBNull.Value });
        insert.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.TimestampTz, Value = first.CreatedAt });
        insert.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Uuid, Value = first.UserId ?? (object)DBNull.Value });
        batch.BatchCommands.Add(insert);
        if (current.ChangesRights)
            batch.BatchCommands.Add(new NpgsqlBatchCommand(NotifySql));
    }

    private static void Add<T>(NpgsqlBatchCommand command, NpgsqlDbType type, T[] values) =>
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | type, Value = values });
}
