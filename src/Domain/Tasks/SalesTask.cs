using Crm.Domain.Common;

namespace Crm.Domain.Tasks;

/// <summary>Something that somebody is to do. Named so because the platform has a Task of its own.</summary>
public sealed class SalesTask : AggregateRoot
{
    private SalesTask()
    {
    }

    private SalesTask(Guid id, DateTimeOffset createdAt)
        : base(id, createdAt)
    {
    }

    public SalesTaskDetails Details { get; private set; } = new();
    public SalesTaskStatus Status { get; private set; }
    public DateTimeOffset? CompletedAt { get; private set; }
    public Guid? AssigneeId { get; private set; }
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
