namespace Crm.Domain.Leads;

/// <summary>The plain fields of a lead.</summary>
public sealed record LeadDetails
{
    /// <summary>The field rules of this type.</summary>
    public static FieldRules<LeadDetails> Rules { get; } = FieldRules.For<LeadDetails>(f =>
    {
        f.Name(l => l.FirstName);
        f.Name(l => l.LastName);
        f.Email(l => l.Email);
        f.Line(l => l.Phone);
        f.Line(l => l.Company);
        f.Line(l => l.JobTitle);
        f.WebAddress(l => l.Website);
        f.Line(l => l.Address);
        f.Line(l => l.City);
        f.Line(l => l.State);
        f.Line(l => l.ZipCode);
        f.Line(l => l.Country);
        f.Line(l => l.SourceDetails);
        f.Percent(l => l.LeadScore);
        f.Text(l => l.Notes);
        f.Texts(l => l.Tags);
    });

    public string FirstName { get; init; } = "";
    public string LastName { get; init; } = "";

    /// <summary>Not unique.</summary>
    public string? Email { get; init; }
    public string? Phone { get; init; }

    /// <summary>The company name, as the lead gave it.</summary>
    public string? Company { get; init; }
    public string? JobTitle { get; init; }
    public string? Website { get; init; }
    public string? Address { get; init; }
    public string? City { get; init; }
    public string? State { get; init; }
    public string? ZipCode { get; init; }
    public string? Country { get; init; }
    public LeadSource? Source { get; init; }

    /// <summary>Details of the source, for example a campaign or an event.</summary>
    public string? SourceDetails { get; init; }

    /// <summary>From 0 to 100.</summary>
    public int? LeadScore { get; init; }

    /// <summary>Whether no outbound communication may be scheduled or sent.</summary>
    public bool DoNotContact { get; init; }

    /// <summary>Whether no e-mail may be scheduled or sent.</summary>
    public bool DoNotEmail { get; init; }

    /// <summary>Whether no call or message to a telephone may be scheduled or made.</summary>
    public bool DoNotCall { get; init; }
    public string? Notes { get; init; }
    public string[] Tags { get; init; } = [];
}
