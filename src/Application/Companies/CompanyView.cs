using Crm.Domain.Companies;

namespace Crm.Application.Companies;

/// <summary>A company as returned by GET.</summary>
public sealed record CompanyView(
    Guid Id,
    string Name,
    string? LegalName,
    string? Dba,
    string? Website,
    string? Phone,
    string? Fax,
    string? Email,
    string? Address,
    string? Address2,
    string? City,
    string? State,
    string? ZipCode,
    string? Country,
    decimal? Latitude,
    decimal? Longitude,
    string? Timezone,
    string? Industry,
    string? Sector,
    EnumText<CompanySize>? Size,
    decimal? Revenue,
    int? EmployeeCount,
    int? FoundedYear,
    string? TickerSymbol,
    bool IsPublic,
    string? ProspectAssignment,
    string? ProspectReengagement,
    string? Notes,
    string[] Tags,
    bool IsActive,
    DateTimeOffset? LastActivityDate,
    Guid? ParentCompanyId,
    string? ParentCompanyName,
    Guid? OwnerId,
    string? OwnerName,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    long Version) : IView;

internal sealed class CompanyViewReader : IViewReader<CompanyView>
{
    public Task<CompanyView?> ReadAsync(IDb db, Guid id, RecordScope scope, CancellationToken ct) =>
        db.QuerySingleOrDefaultAsync<CompanyView>(
            $"""
            select c.id, c.name, c.legal_name, c.dba, c.website, c.phone, c.fax, c.email, c.address, c.address2, c.city, c.state,
                c.zip_code, c.country, c.latitude, c.longitude, c.timezone, c.industry, c.sector, c.size, c.revenue, c.employee_count,
                c.founded_year, c.ticker_symbol, c.is_public, c.prospect_assignment, c.prospect_reengagement, c.notes, c.tags,
                c.is_active, c.last_activity_date, c.parent_company_id, p.name as parent_company_name, c.owner_id,
                o.full_name as owner_name, c.created_at, c.updated_at, c.version
            from companies c
            {scope.Links.Join<Company>("parentCompanyId", "c", "p")}
            {scope.Links.Join<Company>("ownerId", "c", "o")}
            where c.id = {id} and c.deleted_at is null {scope.On("c")}
            """,
            ct);
}
