using Crm.Application.Common.Mapping;
using Crm.Domain.Companies;
using Mapster;

namespace Crm.Application.Companies;

internal sealed class CompanyMapping : IRegister
{
    public void Register(TypeAdapterConfig config)
    {
        config.NewConfig<CompanyRequest, CompanyDetails>();
        config.NewUpdate<Company, CompanyDetails, UpdateCompany>(company => company.Details);
        config.NewConfig<CompanyResearchRequest, CompanyResearchDetails>();
        config.NewUpdate<CompanyResearch, CompanyResearchDetails, UpdateCompanyResearch>(research => research.Details);
    }
}
