namespace Crm.Application.Groups;

/// <summary>A member of a group.</summary>
/// <param name="Id">The id of the membership.</param>
/// <param name="GroupId">The group.</param>
/// <param name="UserId">The user who is the member; identifies the member in the URL.</param>
/// <param name="UserName">The name of that user.</param>
/// <param name="UserEmail">The e-mail address of that user.</param>
/// <param name="UserIsActive">Whether the user is active.</param>
/// <param name="AddedById">The user who added the member.</param>
/// <param name="AddedByName">The name of the user who added the member.</param>
/// <param name="AddedAt">When the member was added.</param>
/// <param name="Version">The version of the group.</param>
public sealed record GroupMemberView(
    Guid Id,
    Guid GroupId,
    Guid UserId,
    string? UserName,
    string? UserEmail,
    bool? UserIsActive,
    Guid AddedById,
    string? AddedByName,
    DateTimeOffset AddedAt,
    long Version) : IView
{
    /// <summary>The statement without the condition.</summary>
    internal static SqlFragment Select(LinkedRecords links) => $"""
        select m.id, m.user_group_id as group_id, m.user_id, u.full_name as user_name, u.email as user_email,
            u.is_active and u.deleted_at is null as user_is_active, m.added_by_id, b.full_name as added_by_name, m.added_at, g.version
        from user_group_members m
        join user_groups g on g.id = m.user_group_id and g.deleted_at is null
        {links.Join(ListGroupMembers.Child.Fields, "userId", "m", "u")}
        {links.Join(ListGroupMembers.Child.Fields, "addedById", "m", "b")}
        """;
}

internal sealed class GroupMemberViewReader : IViewReader<GroupMemberView>
{
    public Task<GroupMemberView?> ReadAsync(IDb db, Guid id, RecordScope scope, CancellationToken ct) =>
        db.QuerySingleOrDefaultAsync<GroupMemberView>($"{GroupMemberView.Select(scope.Links)} where m.id = {id} {scope.On("g")}", ct);
}
