namespace Crm.Domain.Companies;

/// <summary>The plain fields of a company.</summary>
public sealed record CompanyDetails
{
    /// <summary>The field rules of this type.</summary>
    public static FieldRules<CompanyDetails> Rules { get; } = FieldRules.For<CompanyDetails>(f =>
    {
        f.Name(c => c.Name);
        f.Line(c => c.LegalName);
        f.Line(c => c.Dba);
        f.WebAddress(c => c.Website);
        f.Line(c => c.Phone);
        f.Line(c => c.Fax);
        f.Email(c => c.Email);
        f.Line(c => c.Address);
        f.Line(c => c.Address2);
        f.Line(c => c.City);
        f.Line(c => c.State);
        f.Line(c => c.ZipCode);
        f.Line(c => c.Country);
        f.Coordinates(c => c.Latitude, c => c.Longitude);
        f.TimeZone(c => c.Timezone);
        f.Line(c => c.Industry);
        f.Line(c => c.Sector);
        f.Money(c => c.Revenue);
        f.Count(c => c.EmployeeCount);
        f.Field(c => c.FoundedYear, new AtLeastRule(Company.MinFoundedYear, $"must be {Company.MinFoundedYear} or later."));
        f.Line(c => c.TickerSymbol);
        f.Line(c => c.ProspectAssignment);
        f.Line(c => c.ProspectReengagement);
        f.Text(c => c.Notes);
        f.Texts(c => c.Tags);
    });

    public string Name { get; init; } = "";
    public string? LegalName { get; init; }
    public string? Dba { get; init; }
    public string? Website { get; init; }
    public string? Phone { get; init; }
    public string? Fax { get; init; }
    public string? Email { get; init; }
    public string? Address { get; init; }
    public string? Address2 { get; init; }
    public string? City { get; init; }
    public string? State { get; init; }
    public string? ZipCode { get; init; }
    public string? Country { get; init; }
    public decimal? Latitude { get; init; }
    public decimal? Longitude { get; init; }
    public string? Timezone { get; init; }
    public string? Industry { get; init; }
    public string? Sector { get; init; }

    /// <summary>Derived from <see cref="EmployeeCount"/> if absent.</summary>
    public CompanySize? Size { get; init; }

    /// <summary>Annual revenue, with at most two decimals.</summary>
    public decimal? Revenue { get; init; }
    public int? EmployeeCount { get; init; }
    public int? FoundedYear { get; init; }
    public string? TickerSymbol { get; init; }
    public bool IsPublic { get; init; }
    public string? ProspectAssignment { get; init; }
    public string? ProspectReengagement { get; init; }
    public string? Notes { get; init; }
    public string[] Tags { get; init; } = [];

    /// <summary>Whether the company is active.</summary>
    public bool IsActive { get; init; } = true;

    /// <summary>The same fields in stored form.</summary>
    internal CompanyDetails Normalized() => this with
    {
        Size = Size ?? SizeOf(EmployeeCount),
        Revenue = Revenue is { } revenue ? Money.Normalize(revenue) : null,
    };

    private static CompanySize? SizeOf(int? employees) => employees switch
    {
        null or < 1 => null,
        <= 10 => CompanySize.Micro,
        <= 50 => CompanySize.Small,
        <= 200 => CompanySize.Medium,
        <= 1000 => CompanySize.Large,
        _ => CompanySize.Enterprise,
    };
}
