using System.Text.Json;
using Mapster;

namespace Crm.Application.Roles;

internal sealed class RoleMapping : IRegister
{
    public void Register(TypeAdapterConfig config)
    {
        config.NewConfig<Role, UpdateRole>().Map(update => update.Permissions, role => JsonElement.Parse(role.Permissions, default));
    }
}
