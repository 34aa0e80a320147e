using Crm.Application.Roles;
using Crm.Domain.Roles;

namespace Crm.Api.Endpoints;

internal sealed class RoleEndpoints : IEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var roles = app.MapRecord<Role, RoleView>("Roles");
        roles.MapList<Role, ListRoles, RoleRow>(input => new ListRoles(input));
        roles.MapCreate<Role, CreateRole, RoleView>();
        roles.MapUpdate<UpdateRole, Role, RoleView>();
        roles.MapDelete(RecordCatalog.Of<Role>(), id => new DeleteRole(id));
    }
}
