using Crm.Domain.Companies;

namespace Crm.Application.Companies;

/// <summary>A piece of research as returned by GET.</summary>
public sealed record CompanyResearchView(
    Guid Id,
    Guid CompanyId,
    string CompanyName,
    string Title,
    string Content,
    string? Source,
    string? Url,
    EnumText<ResearchType> ResearchType,
    bool AiGenerated,
    decimal? Confidence,
    string[] Tags,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    long Version) : IChildView
{
    Guid IChildView.ParentId => CompanyId;
}

internal sealed class CompanyResearchViewReader : IViewReader<CompanyResearchView>
{
    public Task<CompanyResearchView?> ReadAsync(IDb db, Guid id, RecordScope scope, CancellationToken ct) =>
        db.QuerySingleOrDefaultAsync<CompanyResearchView>(
            $"""
            select r.id, r.company_id, c.name as company_name, r.title, r.content, r.source, r.url, r.research_type, r.ai_generated,
                r.confidence, r.tags, r.created_at, r.updated_at, r.version
            from company_research r join companies c on c.id = r.company_id
            where r.id = {id} and r.deleted_at is null {scope.On("r")}
            """,
            ct);
}
