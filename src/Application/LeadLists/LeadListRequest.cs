using Crm.Domain.LeadLists;

namespace Crm.Application.LeadLists;

/// <summary>The members that POST and PUT of a list of leads share.</summary>
public abstract record LeadListRequest
{
    public string Name { get; init; } = "";
    public string? Description { get; init; }
    public LeadListType Type { get; init; } = LeadListType.Custom;

    /// <summary>Whether the list is active.</summary>
    public bool IsActive { get; init; } = true;
}

internal sealed class LeadListRequestValidator : AbstractValidator<LeadListRequest>
{
    public LeadListRequestValidator() => this.Apply(LeadList.Rules);
}
