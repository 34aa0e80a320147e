using Crm.Domain.Common;

namespace Crm.Domain.Notes;

/// <summary>What somebody wrote down about a contact, a deal, a company or a lead.</summary>
public sealed class Note : AggregateRoot
{
    private Note()
    {
    }

    private Note(Guid id, DateTimeOffset createdAt)
        : base(id, createdAt)
    {
    }

    public NoteDetails Details { get; private set; } = new();
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
