using Crm.Domain.LeadLists;

namespace Crm.Application.LeadLists;

/// <summary>A lead list as returned by GET. Its members are a separate list.</summary>
public sealed record LeadListView(
    Guid Id,
    string Name,
    string? Description,
    EnumText<LeadListType> Type,
    bool IsActive,
    DateTimeOffset? MembersChangedAt,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    long Version) : IView;

internal sealed class LeadListViewReader : IViewReader<LeadListView>
{
    public Task<LeadListView?> ReadAsync(IDb db, Guid id, RecordScope scope, CancellationToken ct) =>
        db.QuerySingleOrDefaultAsync<LeadListView>(
            $"""
            select t.id, t.name, t.description, t.type, t.is_active, t.members_changed_at, t.created_at, t.updated_at, t.version
            from lead_lists t
            where t.id = {id} and t.deleted_at is null {scope.On("t")}
            """,
            ct);
}
