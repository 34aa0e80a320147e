namespace Crm.Domain.Contacts;

/// <summary>The plain fields of a contact.</summary>
public sealed record ContactDetails
{
    /// <summary>The field rules of this type.</summary>
    public static FieldRules<ContactDetails> Rules { get; } = FieldRules.For<ContactDetails>(f =>
    {
        f.Name(c => c.FirstName);
        f.Name(c => c.LastName);
        f.Line(c => c.MiddleName);
        f.Line(c => c.PreferredName);
        f.Email(c => c.Email);
        f.Line(c => c.Phone);
        f.Line(c => c.Mobile);
        f.Line(c => c.WorkPhone);
        f.Line(c => c.Fax);
        f.WebAddress(c => c.Website);
        f.Line(c => c.JobTitle);
        f.Line(c => c.Department);
        f.Line(c => c.Gender);
        f.Line(c => c.SpouseName);
        f.Texts(c => c.ChildrenNames, Limits.Line);
        f.Line(c => c.Address);
        f.Line(c => c.Address2);
        f.Line(c => c.City);
        f.Line(c => c.State);
        f.Line(c => c.ZipCode);
        f.Line(c => c.Country);
        f.Coordinates(c => c.Latitude, c => c.Longitude);
        f.TimeZone(c => c.Timezone);
        f.Language(c => c.Language);
        f.Percent(c => c.LeadScore);
        f.Texts(c => c.Tags);
    });

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
