using Crm.Domain.Common;

namespace Crm.Domain.Leads;

/// <summary>A prospect, until it is converted to a contact.</summary>
public sealed class Lead : AggregateRoot
{
    private Lead()
    {
    }

    private Lead(Guid id, DateTimeOffset createdAt)
        : base(id, createdAt)
    {
    }

    public LeadDetails Details { get; private set; } = new();
    public LeadStatus Status { get; private set; }
    public Guid? AssignedToId { get; private set; }
    public bool IsConverted { get; private set; }
    public DateTimeOffset? ConvertedAt { get; private set; }
    public Guid? ConvertedToContactId { get; private set; }
    public Guid? ConvertedToCompanyId { get; private set; }
    public Guid? ConvertedToDealId { get; private set; }

    /// <summary>Counts the changes of status, from 1 at creation.</summary>
    public int StatusSeq { get; private set; }

    /// <summary>Moves forward with each activity; kept by one statement, outside version and audit.</summary>
    public DateTimeOffset? LastActivityDate { get; private set; }

    /// <summary>Last name, then first name, folded.</summary>
    public string NameFolded { get; private set; } = "";

    /// <summary>The company's name, folded: what conversion finds a company by.</summary>
    public string CompanyFolded { get; private set; } = "";
    public string SearchText { get; private set; } = "";
}
