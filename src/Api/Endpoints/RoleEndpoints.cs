using Crm.Application.Roles;
using Crm.Domain.Roles;

namespace Crm.Api.Endpoints;

internal sealed class RoleEndpoints : IEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var roles = app.MapCollection("roles", "Roles");
        roles.MapGet("/", List).Lists<ListRoles, RoleRow>(ListRoles.Spec, "listRoles", "List roles");
        roles.MapPost("/", Create).Creates<CreateRole, RoleView>("createRole", "Create a role");
        roles.MapGet("/{id:guid}", Get).Reads<GetRole, RoleView>("getRole", "Get a role");
        roles.MapPut("/{id:guid}", Put).Changes<UpdateRole, RoleView>("replaceRole", "Replace a role's fields");
        roles.MapPatch("/{id:guid}", Patch).Patches<UpdateRole, RoleView>("patchRole", "Change some of a role's fields");
        roles.MapDelete("/{id:guid}", Delete).Deletes<DeleteRole>("deleteRole", "Move a role to the trash");
        roles.MapPost("/{id:guid}/restore", Restore).Changes<RestoreRole, RoleView>("restoreRole", "Bring a role back from the trash", hasBody: false);
    }

    private static Task<IResult> List(UseCaseSender useCases) => useCases.ListAsync(input => new ListRoles(input));

    private static Task<IResult> Create(Body<CreateRole> body, UseCaseSender useCases) => useCases.CreateAsync(body.Value, id => $"/api/roles/{id}");

    private static Task<IResult> Get(Guid id, UseCaseSender useCases) => useCases.QueryAsync(new GetRole(id));

    private static Task<IResult> Put(Guid id, RecordBody body, UseCaseSender useCases) =>
        useCases.CommandAsync(new UpdateRecord<UpdateRole, Role, RoleView>(id, body.Json, merge: false));

    private static Task<IResult> Patch(Guid id, RecordBody body, UseCaseSender useCases) =>
        useCases.CommandAsync(new UpdateRecord<UpdateRole, Role, RoleView>(id, body.Json, merge: true));

    private static Task<IResult> Delete(Guid id, UseCaseSender useCases) => useCases.CommandAsync(new DeleteRole(id));

    private static Task<IResult> Restore(Guid id, UseCaseSender useCases) => useCases.CommandAsync(new RestoreRole(id));
}
