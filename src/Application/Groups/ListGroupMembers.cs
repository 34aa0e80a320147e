using System.Text.Json.Serialization;
using Crm.Domain.Groups;

namespace Crm.Application.Groups;

[Requires(Resource.Groups, RightAction.Read)]
public sealed record ListGroupMembers(Guid GroupId, ListInput Input) : IQuery<Page<GroupMemberRow>>
{
    internal static readonly ChildRecord Child = RecordCatalog.Of<UserGroup>().Child("members");

    public static ListSpec Spec => Child.List;
}

/// <summary>A member in the list of a group's members.</summary>
public sealed record GroupMemberRow(
    [property: JsonIgnore] string? SortKey,
    [property: JsonIgnore] string TieKey,
    Guid Id,
    Guid GroupId,
    Guid UserId,
    string? UserName,
    string? UserEmail,
    bool? UserIsActive,
    Guid AddedById,
    string? AddedByName,
    DateTimeOffset AddedAt) : IListRow;

internal sealed class ListGroupMembersHandler(ListReader lists) : IQueryHandler<ListGroupMembers, Page<GroupMemberRow>>
{
    private static SqlFragment Sql(ListPage page) => $"""
        select p.sort_key, p.tie_key, p.id, p.user_group_id as group_id, p.user_id, u.full_name as user_name, u.email as user_email,
            u.is_active and u.deleted_at is null as user_is_active, p.added_by_id, b.full_name as added_by_name, p.added_at
        from {page.Rows} p
        {page.Links.Join(ListGroupMembers.Child.Fields, "userId", "p", "u")}
        {page.Links.Join(ListGroupMembers.Child.Fields, "addedById", "p", "b")}
        order by {page.Order}
        """;

    public Task<Result<Page<GroupMemberRow>>> Handle(ListGroupMembers request, CancellationToken cancellationToken) =>
        lists.ReadChildrenAsync<GroupMemberRow>(
            ListGroupMembers.Spec, Sql, request.Input, ListGroupMembers.Child.Of(request.GroupId), cancellationToken);
}
