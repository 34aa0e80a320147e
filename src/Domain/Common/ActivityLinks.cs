namespace Crm.Domain.Common;

/// <summary>The subjects of a task, a communication or a note. Each is optional.</summary>
public sealed record ActivityLinks(Guid? ContactId, Guid? DealId, Guid? CompanyId, Guid? LeadId)
{
    /// <summary>No subjects.</summary>
    public static readonly ActivityLinks None = new(null, null, null, null);

    /// <summary>A copy with absent contact and deal taken from a lead conversion.</summary>
    public ActivityLinks Filled(Guid? contactId, Guid? dealId) =>
        this with { ContactId = ContactId ?? contactId, DealId = DealId ?? dealId };

    /// <summary>A copy with absent subjects taken from <paramref name="other"/>.</summary>
    public ActivityLinks Or(ActivityLinks other) => new(
        ContactId ?? other.ContactId, DealId ?? other.DealId, CompanyId ?? other.CompanyId, LeadId ?? other.LeadId);

    /// <summary>Whether both have one of the subjects.</summary>
    public bool Shares(ActivityLinks other) =>
        (ContactId is not null && ContactId == other.ContactId) || (DealId is not null && DealId == other.DealId) ||
        (CompanyId is not null && CompanyId == other.CompanyId) || (LeadId is not null && LeadId == other.LeadId);

    /// <summary>A copy without the subjects that <paramref name="other"/> contains.</summary>
    public ActivityLinks Without(ActivityLinks other) => new(
        other.ContactId is null ? ContactId : null, other.DealId is null ? DealId : null,
        other.CompanyId is null ? CompanyId : null, other.LeadId is null ? LeadId : null);
}
