namespace Crm.Domain.Companies;

public static class CompanyErrors
{
    public static readonly Error TreeCycle =
        Error.Conflict("company_tree_cycle", "A company cannot be below itself; choose another parent company.").At("parentCompanyId");

    public static readonly Error TreeTooDeep = Error.Conflict(
        "company_tree_too_deep", $"The tree of companies may have at most {Company.MaxTreeDepth} levels; choose a parent higher up.")
            .At("parentCompanyId");

    public static readonly Error ParentInTrash = Error.Conflict(
        "parent_company_in_trash", "The parent company is in the trash; restore it first.");

    public static Error FoundedInFuture(int thisYear) => Error.Invalid(
        "founded_in_future", $"foundedYear must be between {Company.MinFoundedYear} and {thisYear}.").At("foundedYear");

    public static Error HasOpenDeals(int count) => Error.Conflict(
        "company_has_open_deals", $"The company has {count} open deal(s); close or move them first.").With("openDeals", count);
}
