namespace Crm.Domain.Companies;

public static class CompanyResearchErrors
{
    public static readonly Error CompanyInTrash = Error.Conflict(
        "research_company_in_trash", "The company is in the trash; restore it first.");
}
