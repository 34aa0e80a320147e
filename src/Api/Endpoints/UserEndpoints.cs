using Crm.Application.Users;
using Crm.Domain.Users;

namespace Crm.Api.Endpoints;

internal sealed class UserEndpoints : IEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var users = app.MapRecord<User, UserView>("Users");
        users.MapList<User, ListUsers, UserRow>(input => new ListUsers(input));
        users.MapCreate<User, CreateUser, UserView>();
        users.MapUpdate<UpdateUser, User, UserView>();
        users.MapDelete(RecordCatalog.Of<User>(), id => new DeleteUser(id));
        users.MapPost("/{id:guid}/reassign", Reassign).Changes<ReassignRecords, ReassignedRecords>(
            "reassignRecords", "Reassign all open records of a user to another user");
        users.MapPut("/{id:guid}/password", SetPassword)
            .Deletes<ChangePassword>("changePassword", "Set a password; your own requires the current one")
            .Accepts(typeof(ChangePassword), "application/json").RequireRateLimiting(LoginRateLimit.Policy);
    }

    private static Task<IResult> Reassign(Guid id, Body<ReassignRecords> body, UseCaseSender sender) =>
        sender.CommandAsync(body.Value with { UserId = id });

    private static Task<IResult> SetPassword(Guid id, Body<ChangePassword> body, UseCaseSender sender) =>
        sender.CommandAsync(body.Value with { UserId = id });
}
