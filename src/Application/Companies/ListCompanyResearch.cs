using System.Text.Json.Serialization;
using Crm.Domain.Companies;

namespace Crm.Application.Companies;

[Requires(Resource.Companies, RightAction.Read)]
public sealed record ListCompanyResearch(Guid CompanyId, ListInput Input) : IQuery<Page<CompanyResearchRow>>
{
    public static ListSpec Spec => RecordCatalog.Of<CompanyResearch>().List;
}

/// <summary>A piece of research in a list, without its content.</summary>
public sealed record CompanyResearchRow(
    [property: JsonIgnore] string? SortKey,
    [property: JsonIgnore] string TieKey,
    Guid Id,
    Guid CompanyId,
    string Title,
    string? Source,
    string? Url,
    EnumText<ResearchType> ResearchType,
    bool AiGenerated,
    decimal? Confidence,
    string[] Tags,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    long Version) : IListRow;

internal sealed class ListCompanyResearchHandler(ListReader lists) : IQueryHandler<ListCompanyResearch, Page<CompanyResearchRow>>
{
    private static SqlFragment Sql(ListPage page) => $"""
        select p.sort_key, p.tie_key, p.id, p.company_id, p.title, p.source, p.url, p.research_type, p.ai_generated, p.confidence, p.tags,
            p.created_at, p.updated_at, p.version
        from {page.Rows} p
        order by {page.Order}
        """;

    public Task<Result<Page<CompanyResearchRow>>> Handle(ListCompanyResearch request, CancellationToken cancellationToken) =>
        lists.ReadChildrenAsync<CompanyResearchRow>(
        ListCompanyResearch.Spec, Sql, request.Input, RecordCatalog.Of<CompanyResearch>().Of(request.CompanyId), cancellationToken);
}
