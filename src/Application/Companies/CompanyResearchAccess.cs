using Crm.Domain.Companies;

namespace Crm.Application.Companies;

/// <summary>How research is reached: as its company is.</summary>
internal static class CompanyResearchAccess
{
    public static readonly Access<CompanyResearch> Access = new(Resource.Companies, "company_research", CompanyResearchErrors.NotFound) { OwnScope = ScopeOf };

    /// <summary>The company as the parent of the list of its research.</summary>
    public static ListParent ParentOf(Guid companyId) => new(Resource.Companies, "companies", "company_id", companyId, CompanyErrors.NotFound);

    private static ScopeFilter ScopeOf(Caller caller, RightAction action, string alias, bool inTrashToo) => new(
        $"and exists (select 1 from companies about where about.id = {alias}.company_id{(inTrashToo ? "" : " and about.deleted_at is null")} " +
        $"{ScopeFilter.For(caller, Resource.Companies, action, "about").Sql})",
        caller.Team);
}
