using Crm.Application.Common.Mapping;
using Crm.Domain.Deals;
using Mapster;

namespace Crm.Application.Deals;

internal sealed class DealMapping : IRegister
{
    public void Register(TypeAdapterConfig config)
    {
        config.NewConfig<DealRequest, DealDetails>();
        config.NewUpdate<Deal, DealDetails, UpdateDeal>(deal => deal.Details);
        config.NewConfig<DealProductRequest, DealProductDetails>();
        config.NewConfig<DealProduct, UpdateDealProduct>();
    }
}
