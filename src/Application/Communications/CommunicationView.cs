using System.Text.Json;
using Crm.Domain.Communications;

namespace Crm.Application.Communications;

/// <summary>A communication as returned by GET.</summary>
/// <param name="PossiblySentTwice">Whether it may have been sent twice, because the service stopped between sending and recording.</param>
public sealed record CommunicationView(
    Guid Id,
    EnumText<CommunicationType> Type,
    string? Subject,
    string? Content,
    string? ContentHtml,
    string? MessageId,
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
    JsonElement? Metadata,
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

internal sealed class CommunicationViewReader : IViewReader<CommunicationView>
{
    public Task<CommunicationView?> ReadAsync(IDb db, Guid id, RecordScope scope, CancellationToken ct) =>
        db.QuerySingleOrDefaultAsync<CommunicationView>(
            $"""
            select x.id, x.type, x.subject, x.content, x.content_html, x.message_id, x.in_reply_to_id, x.direction,
                x.status, x.scheduled, x.scheduled_for, x.sent_at, x.delivered_at, x.opened_at,
                x.responded_at, x.failure_reason, x.possibly_sent_twice, x.duration, x.outcome, x.metadata, x.creator_id,
                u.full_name as creator_name, x.contact_id, c.first_name || ' ' || c.last_name as contact_name, x.deal_id,
                d.title as deal_title, x.company_id, m.name as company_name, x.lead_id, l.first_name || ' ' || l.last_name as lead_name,
                x.created_at, x.updated_at, x.version
            from communications x
            {scope.Links.Join<Communication>("creatorId", "x", "u")}
            {scope.Links.Join<Communication>("contactId", "x", "c")}
            {scope.Links.Join<Communication>("dealId", "x", "d")}
            {scope.Links.Join<Communication>("companyId", "x", "m")}
            {scope.Links.Join<Communication>("leadId", "x", "l")}
            where x.id = {id} and x.deleted_at is null {scope.On("x")}
            """,
            ct);
}
