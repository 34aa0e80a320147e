using Crm.Domain.Leads;

namespace Crm.Application.Leads;

/// <summary>What POST and PUT of a lead have in common.</summary>
public abstract record LeadRequest
{
    /// <summary>NEW when absent on creation, later the present status. CONVERTED comes by POST /api/leads/{id}/convert alone.</summary>
    public LeadStatus? Status { get; init; }

    /// <summary>An active user.</summary>
    public Guid? AssignedToId { get; init; }
    public string FirstName { get; init; } = "";
    public string LastName { get; init; } = "";

    /// <summary>Two leads may share one.</summary>
    public string? Email { get; init; }
    public string? Phone { get; init; }

    /// <summary>The company's name, as the prospect gave it.</summary>
    public string? Company { get; init; }
    public string? JobTitle { get; init; }
    public string? Website { get; init; }
    public string? Address { get; init; }
    public string? City { get; init; }
    public string? State { get; init; }
    public string? ZipCode { get; init; }
    public string? Country { get; init; }
    public LeadSource? Source { get; init; }

    /// <summary>The campaign or event, say.</summary>
    public string? SourceDetails { get; init; }

    /// <summary>0..100.</summary>
    public int? LeadScore { get; init; }
    public string? Notes { get; init; }
    public string[] Tags { get; init; } = [];
}

internal sealed class LeadRequestValidator : AbstractValidator<LeadRequest>
{
    public LeadRequestValidator() => this.Apply(LeadDetails.Rules);
}
