using Crm.Application.Common.Mapping;
using Crm.Domain.Leads;
using Mapster;

namespace Crm.Application.Leads;

internal sealed class LeadMapping : IRegister
{
    public void Register(TypeAdapterConfig config)
    {
        config.NewConfig<LeadRequest, LeadDetails>();
        config.NewUpdate<Lead, LeadDetails, UpdateLead>(lead => lead.Details);
    }
}
