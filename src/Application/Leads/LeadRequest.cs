using Crm.Domain.Leads;

namespace Crm.Application.Leads;

/// <summary>The members that POST and PUT of a lead share.</summary>
public abstract record LeadRequest
{
    /// <summary>Default: NEW on creation, later the current status. CONVERTED is set only by POST /api/leads/{id}/convert.</summary>
    public LeadStatus? Status { get; init; }

    /// <summary>An active user.</summary>
    public Guid? AssignedToId { get; init; }
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

internal sealed class LeadRequestValidator : AbstractValidator<LeadRequest>
{
    public LeadRequestValidator() => this.Apply(LeadDetails.Rules);
}
