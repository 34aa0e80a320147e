using System.Text.Json.Serialization;
using Crm.Domain.Communications;

namespace Crm.Application.Communications;

[Requires(Resource.Communications, RightAction.Read)]
public sealed record ListCommunications(ListInput Input) : IQuery<Page<CommunicationRow>>
{
    public static ListSpec Spec => RecordCatalog.Of<Communication>().List;
}

/// <summary>A communication in a list.</summary>
public sealed record CommunicationRow(
    [property: JsonIgnore] string? SortKey,
    [property: JsonIgnore] string TieKey,
    Guid Id,
    EnumText<CommunicationType> Type,
    string? Subject,
    Guid? InReplyToId,
    EnumText<Direction> Direction,
    EnumText<CommunicationStatus> Status,
    bool Scheduled,
    DateTimeOffset? ScheduledFor,
    DateTimeOffset? SentAt,
    DateTimeOffset? DeliveredAt,
    DateTimeOffset? OpenedAt,
    DateTimeOffset? RespondedAt,
    string? FailureReason,
    bool PossiblySentTwice,
    int? Duration,
    string? Outcome,
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

internal sealed class ListCommunicationsHandler(ListReader lists) : IQueryHandler<ListCommunications, Page<CommunicationRow>>
{
    private static SqlFragment Sql(ListPage page) => $"""
        select p.sort_key, p.tie_key, p.id, p.type, p.subject, p.in_reply_to_id, p.direction, p.status, p.scheduled,
            p.scheduled_for, p.sent_at, p.delivered_at, p.opened_at, p.responded_at, p.failure_reason, p.possibly_sent_twice, p.duration,
                p.outcome, p.creator_id, u.full_name as creator_name,
            p.contact_id, c.first_name || ' ' || c.last_name as contact_name, p.deal_id, d.title as deal_title,
            p.company_id, m.name as company_name, p.lead_id, l.first_name || ' ' || l.last_name as lead_name,
            p.created_at, p.updated_at, p.version
        from {page.Rows} p
        {page.Links.Join<Communication>("creatorId", "p", "u")}
        {page.Links.Join<Communication>("contactId", "p", "c")}
        {page.Links.Join<Communication>("dealId", "p", "d")}
        {page.Links.Join<Communication>("companyId", "p", "m")}
        {page.Links.Join<Communication>("leadId", "p", "l")}
        order by {page.Order}
        """;

    public Task<Result<Page<CommunicationRow>>> Handle(ListCommunications request, CancellationToken cancellationToken) =>
        lists.ReadAsync<CommunicationRow>(ListCommunications.Spec, Sql, request.Input, cancellationToken);
}
