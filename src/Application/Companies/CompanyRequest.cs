using Crm.Domain.Companies;

namespace Crm.Application.Companies;

/// <summary>The members that POST and PUT of a company share.</summary>
public abstract record CompanyRequest
{
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
}

internal sealed class CompanyRequestValidator : AbstractValidator<CompanyRequest>
{
    public CompanyRequestValidator() => this.Apply(CompanyDetails.Rules);
}
