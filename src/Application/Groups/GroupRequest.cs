using Crm.Domain.Groups;

namespace Crm.Application.Groups;

/// <summary>The writable members of a group.</summary>
public record GroupRequest
{
    public string Name { get; init; } = "";
    public string? Description { get; init; }
    public GroupType Type { get; init; } = GroupType.Custom;

    /// <summary>An inactive group does not count for the scope <c>group</c>.</summary>
    public bool IsActive { get; init; } = true;
}

internal sealed class GroupRequestValidator : AbstractValidator<GroupRequest>
{
    public GroupRequestValidator() => this.Apply(UserGroup.Rules);
}
