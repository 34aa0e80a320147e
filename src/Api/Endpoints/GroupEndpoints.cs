using Crm.Application.Groups;
using Crm.Domain.Groups;

namespace Crm.Api.Endpoints;

internal sealed class GroupEndpoints : IEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var groups = app.MapRecord<UserGroup, GroupView>("Groups");
        groups.MapList<UserGroup, ListGroups, GroupRow>(input => new ListGroups(input));
        groups.MapCreate<UserGroup, CreateGroup, GroupView>();
        groups.MapUpdate<UpdateGroup, UserGroup, GroupView>();
        groups.MapDelete<UserGroup>();

        groups.MapGet("/{id:guid}/members", ListMembers).Lists<ListGroupMembers, GroupMemberRow>(
            ListGroupMembers.Spec, "listGroupMembers", "List a group's members");
        groups.MapPost("/{id:guid}/members", AddMember).Creates<AddGroupMember, GroupMemberView>("addGroupMember", "Add a user to a group");
        groups.MapGet("/{id:guid}/members/{userId:guid}", GetMember).Reads<GetGroupMember, GroupMemberView>(
            "getGroupMember", "Get a member of a group");
        groups.MapDelete("/{id:guid}/members/{userId:guid}", RemoveMember)
            .Deletes<RemoveGroupMember>("removeGroupMember", "Remove a user from a group");
    }

    private static Task<IResult> ListMembers(Guid id, UseCaseSender sender) => sender.ListAsync(input => new ListGroupMembers(id, input));

    private static Task<IResult> AddMember(Guid id, Body<AddGroupMember> body, UseCaseSender sender) =>
        sender.CreateAsync(body.Value with { GroupId = id }, _ => $"/api/groups/{id}/members/{body.Value.UserId}");

    private static Task<IResult> GetMember(Guid id, Guid userId, UseCaseSender sender) => sender.QueryAsync(new GetGroupMember(id, userId));

    private static Task<IResult> RemoveMember(Guid id, Guid userId, UseCaseSender sender) =>
        sender.CommandAsync(new RemoveGroupMember(id, userId));
}
