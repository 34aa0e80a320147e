using Crm.Domain.Notes;

namespace Crm.Application.Notes;

/// <summary>A note as returned by GET.</summary>
public sealed record NoteView(
    Guid Id,
    string? Title,
    string Content,
    EnumText<NoteType> Type,
    bool IsPrivate,
    Guid CreatorId,
    string? CreatorName,
    Guid? ContactId,
    string? ContactName,
    Guid? DealId,
    string? DealTitle,
    Guid? CompanyId,
    string? CompanyName,
    Guid? LeadId,
    string? LeadName,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    long Version) : IView;

internal sealed class NoteViewReader : IViewReader<NoteView>
{
    public Task<NoteView?> ReadAsync(IDb db, Guid id, RecordScope scope, CancellationToken ct) => db.QuerySingleOrDefaultAsync<NoteView>(
        $"""
        select n.id, n.title, n.content, n.type, n.is_private, n.creator_id, u.full_name as creator_name,
            n.contact_id, c.first_name || ' ' || c.last_name as contact_name, n.deal_id, d.title as deal_title,
            n.company_id, m.name as company_name, n.lead_id, l.first_name || ' ' || l.last_name as lead_name,
            n.created_at, n.updated_at, n.version
        from notes n
        {scope.Links.Join<Note>("creatorId", "n", "u")}
        {scope.Links.Join<Note>("contactId", "n", "c")}
        {scope.Links.Join<Note>("dealId", "n", "d")}
        {scope.Links.Join<Note>("companyId", "n", "m")}
        {scope.Links.Join<Note>("leadId", "n", "l")}
        where n.id = {id} and n.deleted_at is null {scope.On("n")}
        """,
        ct);
}
