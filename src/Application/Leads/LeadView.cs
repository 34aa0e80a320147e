using Crm.Domain.Leads;

namespace Crm.Application.Leads;

/// <summary>A lead as returned by GET.</summary>
public sealed record LeadView(
    Guid Id,
    string FirstName,
    string LastName,
    string? Email,
    string? Phone,
    string? Company,
    string? JobTitle,
    string? Website,
    string? Address,
    string? City,
    string? State,
    string? ZipCode,
    string? Country,
    EnumText<LeadSource>? Source,
    string? SourceDetails,
    int? LeadScore,
    bool DoNotContact,
    bool DoNotEmail,
    bool DoNotCall,
    EnumText<LeadStatus> Status,
    string? Notes,
    string[] Tags,
    Guid? AssignedToId,
    string? AssignedToName,
    bool IsConverted,
    DateTimeOffset? ConvertedAt,
    Guid? ConvertedToContactId,
    string? ConvertedToContactName,
    Guid? ConvertedToCompanyId,
    string? ConvertedToCompanyName,
    Guid? ConvertedToDealId,
    string? ConvertedToDealTitle,
    DateTimeOffset? LastActivityDate,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    long Version) : IView;

internal sealed class LeadViewReader : IViewReader<LeadView>
{
    public Task<LeadView?> ReadAsync(IDb db, Guid id, RecordScope scope, CancellationToken ct) => db.QuerySingleOrDefaultAsync<LeadView>(
        $"""
        select l.id, l.first_name, l.last_name, l.email, l.phone, l.company, l.job_title, l.website, l.address, l.city, l.state,
            l.zip_code, l.country, l.source, l.source_details, l.lead_score, l.do_not_contact,
            l.do_not_email, l.do_not_call, l.status, l.notes, l.tags, l.assigned_to_id,
            a.full_name as assigned_to_name, l.is_converted, l.converted_at, l.converted_to_contact_id,
            c.first_name || ' ' || c.last_name as converted_to_contact_name, l.converted_to_company_id,
            m.name as converted_to_company_name, l.converted_to_deal_id, d.title as converted_to_deal_title, l.last_activity_date,
            l.created_at, l.updated_at, l.version
        from leads l
        {scope.Links.Join<Lead>("assignedToId", "l", "a")}
        {scope.Links.Join<Lead>("convertedToContactId", "l", "c")}
        {scope.Links.Join<Lead>("convertedToCompanyId", "l", "m")}
        {scope.Links.Join<Lead>("convertedToDealId", "l", "d")}
        where l.id = {id} and l.deleted_at is null {scope.On("l")}
        """,
        ct);
}
