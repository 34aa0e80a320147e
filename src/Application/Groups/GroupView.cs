using Crm.Domain.Groups;

namespace Crm.Application.Groups;

/// <summary>A group as returned by GET.</summary>
public sealed record GroupView(
    Guid Id,
    string Name,
    string? Description,
    EnumText<GroupType> Type,
    bool IsActive,
    int MemberCount,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    long Version) : IView;

internal sealed class GroupViewReader : IViewReader<GroupView>
{
    public Task<GroupView?> ReadAsync(IDb db, Guid id, RecordScope scope, CancellationToken ct) => db.QuerySingleOrDefaultAsync<GroupView>(
        $"""
        select g.id, g.name, g.description, g.type, g.is_active,
            (select count(*)::int from user_group_members m where m.user_group_id = g.id) as member_count, g.created_at, g.updated_at,
                g.version
        from user_groups g where g.id = {id} and g.deleted_at is null {scope.On("g")}
        """,
        ct);
}
