using Crm.Domain.Groups;

namespace Crm.Application.Groups;

/// <summary>What a user may write on a group.</summary>
public record GroupRequest
{
    public string Name { get; init; } = "";
    public string? Description { get; init; }
    public GroupType Type { get; init; } = GroupType.Custom;

    /// <summary>A deactivated group gives no scope.</summary>
    public bool IsActive { get; init; } = true;
}

internal sealed class GroupRequestValidator : AbstractValidator<GroupRequest>
{
    public GroupRequestValidator() => this.Apply(UserGroup.Rules);
}
