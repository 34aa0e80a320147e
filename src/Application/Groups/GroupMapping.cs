using Crm.Domain.Groups;
using Mapster;

namespace Crm.Application.Groups;

internal sealed class GroupMapping : IRegister
{
    public void Register(TypeAdapterConfig config)
    {
        config.NewConfig<UserGroup, UpdateGroup>();
    }
}
