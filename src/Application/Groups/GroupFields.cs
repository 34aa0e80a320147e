using Crm.Application.Common;
using Crm.Domain.Groups;
using FluentValidation;

namespace Crm.Application.Groups;

/// <summary>What a user may write on a group.</summary>
public record GroupFields
{
    public string Name { get; init; } = "";
    public string? Description { get; init; }
    public GroupType Type { get; init; } = GroupType.Custom;

    /// <summary>A deactivated group gives no scope.</summary>
    public bool IsActive { get; init; } = true;
}

internal sealed class GroupFieldsRules : AbstractValidator<GroupFields>
{
    public GroupFieldsRules()
    {
        RuleFor(g => g.Name).Name();
        RuleFor(g => g.Description).LongText();
    }
}
