using Crm.Application.Common.Mapping;
using Crm.Domain.Users;
using Mapster;

namespace Crm.Application.Users;

internal sealed class UserMapping : IRegister
{
    public void Register(TypeAdapterConfig config)
    {
        config.NewConfig<UserRequest, UserDetails>();
        config.NewUpdate<User, UserDetails, UpdateUser>(user => user.Details);
    }
}
