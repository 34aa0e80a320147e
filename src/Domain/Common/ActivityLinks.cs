namespace Crm.Domain.Common;

/// <summary>What a task, a communication or a note is about; any of them may be absent.</summary>
public sealed record ActivityLinks(Guid? ContactId, Guid? DealId, Guid? CompanyId, Guid? LeadId)
{
    /// <summary>About nothing in particular.</summary>
    public static readonly ActivityLinks None = new(null, null, null, null);

    /// <summary>The same, with what is absent taken from a lead's conversion.</summary>
    public ActivityLinks Filled(Guid? contactId, Guid? dealId) => this with { ContactId = ContactId ?? contactId, DealId = DealId ?? dealId };
}
