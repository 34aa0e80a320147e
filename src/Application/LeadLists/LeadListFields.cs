using Crm.Application.Common;
using Crm.Domain.LeadLists;
using FluentValidation;

namespace Crm.Application.LeadLists;

/// <summary>What POST and PUT of a list of leads have in common.</summary>
public abstract record LeadListFields
{
    public string Name { get; init; } = "";
    public string? Description { get; init; }
    public LeadListType Type { get; init; } = LeadListType.Custom;

    /// <summary>Whether the list is in use.</summary>
    public bool IsActive { get; init; } = true;
}

/// <summary>Their shape.</summary>
internal sealed class LeadListFieldsRules : AbstractValidator<LeadListFields>
{
    public LeadListFieldsRules()
    {
        RuleFor(l => l.Name).Name();
        RuleFor(l => l.Description).LongText();
    }
}
