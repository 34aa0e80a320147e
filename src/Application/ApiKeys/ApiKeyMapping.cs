using Crm.Domain.ApiKeys;
using Mapster;

namespace Crm.Application.ApiKeys;

internal sealed class ApiKeyMapping : IRegister
{
    public void Register(TypeAdapterConfig config)
    {
        config.NewConfig<ApiKey, UpdateApiKey>();
    }
}
