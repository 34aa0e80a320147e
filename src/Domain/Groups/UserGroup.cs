using Crm.Domain.Common;

namespace Crm.Domain.Groups;

/// <summary>People who work together; whoever shares an active group is reached by the scope <c>group</c>.</summary>
public sealed class UserGroup : AggregateRoot
{
    private readonly List<UserGroupMember> members = [];

    private UserGroup()
    {
    }

    private UserGroup(Guid id, DateTimeOffset createdAt)
        : base(id, createdAt)
    {
    }

    public string Name { get; private set; } = "";
    public string? Description { get; private set; }
    public GroupType Type { get; private set; }

    /// <summary>A deactivated group gives no scope.</summary>
    public bool IsActive { get; private set; }
    public string NameFolded { get; private set; } = "";
    public string SearchText { get; private set; } = "";
    public IReadOnlyList<UserGroupMember> Members => members;
}
