using Crm.Domain.Common;

namespace Crm.Domain.Communications;

/// <summary>A message or a talk with a contact or a lead.</summary>
public sealed class Communication : AggregateRoot
{
    private Communication()
    {
    }

    private Communication(Guid id, DateTimeOffset createdAt)
        : base(id, createdAt)
    {
    }

    public CommunicationDetails Details { get; private set; } = new();
    public CommunicationStatus Status { get; private set; }

    /// <summary>Whether the dispatcher is to send it at <see cref="ScheduledFor"/>.</summary>
    public bool Scheduled { get; private set; }
    public DateTimeOffset? ScheduledFor { get; private set; }
    public DateTimeOffset? SentAt { get; private set; }
    public DateTimeOffset? DeliveredAt { get; private set; }
    public DateTimeOffset? OpenedAt { get; private set; }
    public DateTimeOffset? RespondedAt { get; private set; }

    /// <summary>Why it failed.</summary>
    public string? FailureReason { get; private set; }

    /// <summary>Whether it may have gone out twice, because the service was stopped between sending and recording.</summary>
    public bool PossiblySentTwice { get; private set; }
    public Guid CreatorId { get; private set; }
    public Guid? ContactId { get; private set; }
    public Guid? DealId { get; private set; }
    public Guid? CompanyId { get; private set; }
    public Guid? LeadId { get; private set; }
    public string SearchText { get; private set; } = "";

    /// <summary>Its lead was converted: where it names no contact or deal yet, it is about the lead's, too.</summary>
    public void LinkTo(Guid contactId, Guid? dealId)
    {
        ContactId ??= contactId;
        DealId ??= dealId;
    }
}
