using System.Text.Json.Serialization;
using Crm.Domain.Notes;

namespace Crm.Application.Notes;

[Requires(Resource.Notes, RightAction.Read)]
public sealed record ListNotes(ListInput Input) : IQuery<Page<NoteRow>>
{
    public static ListSpec Spec => RecordCatalog.Of<Note>().List;
}

/// <summary>A note in a list.</summary>
public sealed record NoteRow(
    [property: JsonIgnore] string? SortKey,
    [property: JsonIgnore] string TieKey,
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
    long Version) : IListRow;

internal sealed class ListNotesHandler(ListReader lists) : IQueryHandler<ListNotes, Page<NoteRow>>
{
    private static SqlFragment Sql(ListPage page) => $"""
        select p.sort_key, p.tie_key, p.id, p.title, p.content, p.type, p.is_private, p.creator_id, u.full_name as creator_name,
            p.contact_id, c.first_name || ' ' || c.last_name as contact_name, p.deal_id, d.title as deal_title,
            p.company_id, m.name as company_name, p.lead_id, l.first_name || ' ' || l.last_name as lead_name,
            p.created_at, p.updated_at, p.version
        from {page.Rows} p
        {page.Links.Join<Note>("creatorId", "p", "u")}
        {page.Links.Join<Note>("contactId", "p", "c")}
        {page.Links.Join<Note>("dealId", "p", "d")}
        {page.Links.Join<Note>("companyId", "p", "m")}
        {page.Links.Join<Note>("leadId", "p", "l")}
        order by {page.Order}
        """;

    public Task<Result<Page<NoteRow>>> Handle(ListNotes request, CancellationToken cancellationToken) =>
        lists.ReadAsync<NoteRow>(ListNotes.Spec, Sql, request.Input, cancellationToken);
}
