using System.Text.Json;
using System.Text.Json.Serialization;
using Crm.Domain.Users;

namespace Crm.Application.Audit;

/// <summary>A changed field of a record, or an event such as a login.</summary>
/// <param name="SortKey">The sort value of the row, for keyset pagination.</param>
/// <param name="TieKey">The tie-break value of the sort order.</param>
/// <param name="Id">The row.</param>
/// <param name="EntityType">The name of the collection: Company, Contact, Deal, User, Role.</param>
/// <param name="EntityId">The id of the record. Null if unknown, as for a failed login.</param>
/// <param name="Action">The kind of change. If the change was of several kinds, the most specific one.</param>
/// <param name="FieldName">The field name in the API. A field of a child has the form <c>products.{id}.quantity</c>.</param>
/// <param name="OldValue">The old value as JSON. Null if there was none.</param>
/// <param name="NewValue">The new value as JSON. Null if there is none.</param>
/// <param name="Metadata">The id of the change set, the version of the record, the name of the command and the trace id; <c>effectiveAt</c>
/// if the change was backdated; <c>apiKeyId</c> if the request used an API key. For an export: its name, filters and number of
/// rows.</param>
/// <param name="IpAddress">The IP address of the client.</param>
/// <param name="UserAgent">The User-Agent header of the client.</param>
/// <param name="CreatedAt">When the change was recorded; never backdated.</param>
/// <param name="UserId">The user who made the change. Null for an anonymous request.</param>
/// <param name="UserName">The current name of that user.</param>
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
        {page.Links.JoinTo<User>($"p.user_id", "u")}
        order by {page.Order}
        """;

    internal static readonly ListSpec Spec = new(
        "audit_logs", Resource.AuditLogs, RecordCatalog.Of(Resource.AuditLogs)!.Fields)
    { TieBreak = ("seq", "bigint") };
}
