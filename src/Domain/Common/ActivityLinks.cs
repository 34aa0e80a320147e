namespace Crm.Domain.Common;

/// <summary>What a task, a communication or a note is about; any of them may be absent.</summary>
public sealed record ActivityLinks(Guid? ContactId, Guid? DealId, Guid? CompanyId, Guid? LeadId)
{
    /// <summary>About nothing in particular.</summary>
    public static readonly ActivityLinks None = new(null, null, null, null);

    /// <summary>The same, with what is absent taken from a lead's conversion.</summary>
    public ActivityLinks Filled(Guid? contactId, Guid? dealId) => this with { ContactId = ContactId ?? contactId, DealId = DealId ?? dealId };

    /// <summary>The same, with what is absent taken from another.</summary>
    public ActivityLinks Or(ActivityLinks other) => new(
        ContactId ?? other.ContactId, DealId ?? other.DealId, CompanyId ?? other.CompanyId, LeadId ?? other.LeadId);

    /// <summary>The same, less what the other names.</summary>
    public ActivityLinks Without(ActivityLinks other) => new(
        other.ContactId is null ? ContactId : null, other.DealId is null ? DealId : null,
        other.CompanyId is null ? CompanyId : null, other.LeadId is null ? LeadId : null);
}
