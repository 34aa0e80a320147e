using System.Text.Json;
using System.Text.Json.Serialization;

namespace Crm.Application.Audit;

/// <summary>A changed field of a record, or an event such as a login.</summary>
/// <param name="SortKey">Its place in the order.</param>
/// <param name="TieKey">Likewise.</param>
/// <param name="Id">The row.</param>
/// <param name="EntityType">The name of the collection: Company, Contact, Deal, User, Role.</param>
/// <param name="EntityId">The record; null where none is known, as for a failed login.</param>
/// <param name="Action">The most telling thing that the change did.</param>
/// <param name="FieldName">As the API names it; a child's as <c>products.{id}.quantity</c>.</param>
/// <param name="OldValue">JSON text of the value before; null where there was none.</param>
/// <param name="NewValue">JSON text of the value after; null where there is none.</param>
/// <param name="Metadata">The change set's id, the record's version, the command's name, the trace id; <c>effectiveAt</c> where the change was dated back, <c>apiKeyId</c> where a service made it with an API key.</param>
/// <param name="IpAddress">Where the call came from.</param>
/// <param name="UserAgent">What it came with.</param>
/// <param name="CreatedAt">When it was recorded: always the real time.</param>
/// <param name="UserId">Who did it; null where nobody was logged in.</param>
/// <param name="UserName">Their name now.</param>
public sealed record AuditRow(
    [property: JsonIgnore] string? SortKey,
    [property: JsonIgnore] string TieKey,
    Guid Id,
    string EntityType,
    Guid? EntityId,
    EnumText<AuditAction> Action,
    string? FieldName,
    string? OldValue,
    string? NewValue,
    JsonElement Metadata,
    string? IpAddress,
    string? UserAgent,
    DateTimeOffset CreatedAt,
    Guid? UserId,
    string? UserName) : IListRow
{
    internal static SqlFragment Sql(ListPage page) => $"""
        select p.sort_key, p.tie_key, p.id, p.entity_type, p.entity_id, p.action, p.field_name, p.old_value, p.new_value, p.metadata,
            p.ip_address, p.user_agent, p.created_at, p.user_id, u.full_name as user_name
        from {page.Rows} p
        left join users u on u.id = p.user_id
        order by {page.Order}
        """;

    internal static readonly ListSpec Spec = new("audit_logs", Resource.AuditLogs, RecordCatalog.Of(Resource.AuditLogs)!.Fields) { TieBreak = ("seq", "bigint") };
}
