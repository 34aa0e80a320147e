namespace Crm.Application.Activities;

/// <summary>A request with the subjects of an activity. Each is optional.</summary>
public interface IAbout
{
    Guid? ContactId { get; }
    Guid? DealId { get; }
    Guid? CompanyId { get; }
    Guid? LeadId { get; }
}

internal static class About
{
    public static ActivityLinks Links(this IAbout about) => new(about.ContactId, about.DealId, about.CompanyId, about.LeadId);
}
