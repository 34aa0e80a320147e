using Crm.Domain.LeadLists;
using Mapster;

namespace Crm.Application.LeadLists;

internal sealed class LeadListMapping : IRegister
{
    public void Register(TypeAdapterConfig config)
    {
        config.NewConfig<LeadList, UpdateLeadList>();
    }
}
