using Crm.Application.Users;
using Crm.Domain.Users;

namespace Crm.Api.Endpoints;

internal sealed class UserEndpoints : IEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var users = app.MapCollection("users", "Users");
        users.MapGet("/", List).Lists<ListUsers, UserRow>(ListUsers.Spec, "listUsers", "List users");
        users.MapPost("/", Create).Creates<CreateUser, UserView>("createUser", "Create a user");
        users.MapGet("/{id:guid}", Get).Reads<GetUser, UserView>("getUser", "Get a user");
        users.MapPut("/{id:guid}", Put).Changes<UpdateUser, UserView>("replaceUser", "Replace a user's fields");
        users.MapPatch("/{id:guid}", Patch).Patches<UpdateUser, UserView>("patchUser", "Change some of a user's fields");
        users.MapDelete("/{id:guid}", Delete).Deletes<DeleteUser>("deleteUser", "Move a user to the trash");
        users.MapPost("/{id:guid}/restore", Restore).Changes<RestoreUser, UserView>("restoreUser", "Bring a user back from the trash", hasBody: false);
        users.MapPost("/{id:guid}/reassign", Reassign).Changes<ReassignRecords, ReassignedRecords>(
            "reassignRecords", "Give all open records of a user to another");
        users.MapPut("/{id:guid}/password", SetPassword).Deletes<ChangePassword>("changePassword", "Set a password; one's own needs the present one")
            .Accepts(typeof(ChangePassword), "application/json").RequireRateLimiting(LoginRateLimit.Policy);
    }

    private static Task<IResult> List(UseCaseSender useCases) => useCases.ListAsync(input => new ListUsers(input));

    private static Task<IResult> Create(Body<CreateUser> body, UseCaseSender useCases) => useCases.CreateAsync(body.Value, id => $"/api/users/{id}");

    private static Task<IResult> Get(Guid id, UseCaseSender useCases) => useCases.QueryAsync(new GetUser(id));

    private static Task<IResult> Put(Guid id, RecordBody body, UseCaseSender useCases) =>
        useCases.CommandAsync(new UpdateRecord<UpdateUser, User, UserView>(id, body.Json, merge: false));

    private static Task<IResult> Patch(Guid id, RecordBody body, UseCaseSender useCases) =>
        useCases.CommandAsync(new UpdateRecord<UpdateUser, User, UserView>(id, body.Json, merge: true));

    private static Task<IResult> Delete(Guid id, UseCaseSender useCases) => useCases.CommandAsync(new DeleteUser(id));

    private static Task<IResult> Restore(Guid id, UseCaseSender useCases) => useCases.CommandAsync(new RestoreUser(id));

    private static Task<IResult> Reassign(Guid id, Body<ReassignRecords> body, UseCaseSender useCases) => useCases.CommandAsync(body.Value with { UserId = id });

    private static Task<IResult> SetPassword(Guid id, Body<ChangePassword> body, UseCaseSender useCases) =>
        useCases.CommandAsync(body.Value with { UserId = id });
}
