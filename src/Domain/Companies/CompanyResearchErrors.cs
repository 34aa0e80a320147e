namespace Crm.Domain.Companies;

public static class CompanyResearchErrors
{
    public static readonly Error NotFound = Error.NotFound("company_research_not_found", "The company has no such research.");

    public static readonly Error CompanyInTrash = Error.Conflict(
        "research_company_in_trash", "The company is in the trash; restore it first.");
}
