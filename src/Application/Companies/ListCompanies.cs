using System.Text.Json.Serialization;
using Crm.Domain.Companies;

namespace Crm.Application.Companies;

[Requires(Resource.Companies, RightAction.Read)]
public sealed record ListCompanies(ListInput Input) : IQuery<Page<CompanyRow>>
{
    public static ListSpec Spec => RecordCatalog.Of<Company>().List;
}

/// <summary>A company in a list.</summary>
public sealed record CompanyRow(
    [property: JsonIgnore] string? SortKey,
    [property: JsonIgnore] string TieKey,
    Guid Id,
    string Name,
    string? LegalName,
    string? Website,
    string? Phone,
    string? Email,
    string? City,
    string? State,
    string? Country,
    string? Industry,
    string? Sector,
    EnumText<CompanySize>? Size,
    decimal? Revenue,
    int? EmployeeCount,
    int? FoundedYear,
    string? TickerSymbol,
    bool IsPublic,
    string[] Tags,
    bool IsActive,
    DateTimeOffset? LastActivityDate,
    Guid? ParentCompanyId,
    string? ParentCompanyName,
    Guid? OwnerId,
    string? OwnerName,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    long Version) : IListRow;

internal sealed class ListCompaniesHandler(ListReader lists) : IQueryHandler<ListCompanies, Page<CompanyRow>>
{
    private static SqlFragment Sql(ListPage page) => $"""
        select p.sort_key, p.tie_key, p.id, p.name, p.legal_name, p.website, p.phone, p.email, p.city, p.state, p.country, p.industry,
            p.sector, p.size,
            p.revenue, p.employee_count, p.founded_year, p.ticker_symbol, p.is_public, p.tags, p.is_active, p.last_activity_date,
            p.parent_company_id, c.name as parent_company_name, p.owner_id, o.full_name as owner_name, p.created_at, p.updated_at, p.version
        from {page.Rows} p
        {page.Links.Join<Company>("parentCompanyId", "p", "c")}
        {page.Links.Join<Company>("ownerId", "p", "o")}
        order by {page.Order}
        """;

    public Task<Result<Page<CompanyRow>>> Handle(ListCompanies request, CancellationToken cancellationToken) =>
        lists.ReadAsync<CompanyRow>(ListCompanies.Spec, Sql, request.Input, cancellationToken);
}
