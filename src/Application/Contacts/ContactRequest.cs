using Crm.Domain.Contacts;

namespace Crm.Application.Contacts;

/// <summary>The members that POST and PUT of a contact share.</summary>
public abstract record ContactRequest
{
    public string FirstName { get; init; } = "";
    public string LastName { get; init; } = "";
    public string? MiddleName { get; init; }
    public string? PreferredName { get; init; }

    /// <summary>Unique among live contacts. Letter case is ignored.</summary>
    public string? Email { get; init; }
    public bool EmailVerified { get; init; }
    public string? Phone { get; init; }
    public string? Mobile { get; init; }
    public string? WorkPhone { get; init; }
    public string? Fax { get; init; }
    public string? Website { get; init; }
    public string? JobTitle { get; init; }
    public string? Department { get; init; }
    public bool IsDecisionMaker { get; init; }
    public string? Gender { get; init; }
    public DateOnly? Birthday { get; init; }
    public string? SpouseName { get; init; }
    public string[] ChildrenNames { get; init; } = [];
    public string? Address { get; init; }
    public string? Address2 { get; init; }
    public string? City { get; init; }
    public string? State { get; init; }
    public string? ZipCode { get; init; }
    public string? Country { get; init; }
    public decimal? Latitude { get; init; }
    public decimal? Longitude { get; init; }
    public string? Timezone { get; init; }
    public string? Language { get; init; }
    public LeadSource? LeadSource { get; init; }
    public LeadStatus? LeadStatus { get; init; }

    /// <summary>From 0 to 100.</summary>
    public int? LeadScore { get; init; }
    public string[] Tags { get; init; } = [];

    /// <summary>Whether no outbound communication may be scheduled or sent.</summary>
    public bool DoNotContact { get; init; }

    /// <summary>Whether no e-mail may be scheduled or sent.</summary>
    public bool DoNotEmail { get; init; }

    /// <summary>Whether no call or message to a telephone may be scheduled or made.</summary>
    public bool DoNotCall { get; init; }

    /// <summary>Whether the contact is active.</summary>
    public bool IsActive { get; init; } = true;
}

internal sealed class ContactRequestValidator : AbstractValidator<ContactRequest>
{
    public ContactRequestValidator() => this.Apply(ContactDetails.Rules);
}
