using Crm.Application.Groups;
using Crm.Domain.Groups;

namespace Crm.Api.Endpoints;

internal sealed class GroupEndpoints : IEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var groups = app.MapCollection("groups", "Groups");
        groups.MapGet("/", List).Lists<ListGroups, GroupRow>(ListGroups.Spec, "listGroups", "List groups");
        groups.MapPost("/", Create).Creates<CreateGroup, GroupView>("createGroup", "Create a group");
        groups.MapGet("/{id:guid}", Get).Reads<GetGroup, GroupView>("getGroup", "Get a group");
        groups.MapPut("/{id:guid}", Put).Changes<UpdateGroup, GroupView>("replaceGroup", "Replace a group's fields");
        groups.MapPatch("/{id:guid}", Patch).Patches<UpdateGroup, GroupView>("patchGroup", "Change some of a group's fields");
        groups.MapDelete("/{id:guid}", Delete).Deletes<DeleteGroup>("deleteGroup", "Move a group to the trash");
        groups.MapPost("/{id:guid}/restore", Restore).Changes<RestoreGroup, GroupView>("restoreGroup", "Bring a group back from the trash, with its members", hasBody: false);

        groups.MapGet("/{id:guid}/members", ListMembers).Lists<ListGroupMembers, GroupMemberRow>(ListGroupMembers.Spec, "listGroupMembers", "List a group's members");
        groups.MapPost("/{id:guid}/members", AddMember).Creates<AddGroupMember, GroupMemberView>("addGroupMember", "Add a user to a group");
        groups.MapGet("/{id:guid}/members/{userId:guid}", GetMember).Reads<GetGroupMember, GroupMemberView>("getGroupMember", "Get a member of a group");
        groups.MapDelete("/{id:guid}/members/{userId:guid}", RemoveMember).Deletes<RemoveGroupMember>("removeGroupMember", "Remove a user from a group");
    }

    private static Task<IResult> List(UseCaseSender useCases) => useCases.ListAsync(input => new ListGroups(input));

    private static Task<IResult> Create(Body<CreateGroup> body, UseCaseSender useCases) => useCases.CreateAsync(body.Value, id => $"/api/groups/{id}");

    private static Task<IResult> Get(Guid id, UseCaseSender useCases) => useCases.QueryAsync(new GetGroup(id));

    private static Task<IResult> Put(Guid id, RecordBody body, UseCaseSender useCases) =>
        useCases.CommandAsync(new UpdateRecord<UpdateGroup, UserGroup, GroupView>(id, body.Json, merge: false));

    private static Task<IResult> Patch(Guid id, RecordBody body, UseCaseSender useCases) =>
        useCases.CommandAsync(new UpdateRecord<UpdateGroup, UserGroup, GroupView>(id, body.Json, merge: true));

    private static Task<IResult> Delete(Guid id, UseCaseSender useCases) => useCases.CommandAsync(new DeleteGroup(id));

    private static Task<IResult> Restore(Guid id, UseCaseSender useCases) => useCases.CommandAsync(new RestoreGroup(id));

    private static Task<IResult> ListMembers(Guid id, UseCaseSender useCases) => useCases.ListAsync(input => new ListGroupMembers(id, input));

    private static Task<IResult> AddMember(Guid id, Body<AddGroupMember> body, UseCaseSender useCases) =>
        useCases.CreateAsync(body.Value with { GroupId = id }, _ => $"/api/groups/{id}/members/{body.Value.UserId}");

    private static Task<IResult> GetMember(Guid id, Guid userId, UseCaseSender useCases) => useCases.QueryAsync(new GetGroupMember(id, userId));

    private static Task<IResult> RemoveMember(Guid id, Guid userId, UseCaseSender useCases) => useCases.CommandAsync(new RemoveGroupMember(id, userId));
}
