using Crm.Domain.Groups;

namespace Crm.Application.Groups;

/// <summary>How groups are reached.</summary>
internal static class GroupAccess
{
    public static readonly Access<UserGroup> Access = new(Resource.Groups, "user_groups", GroupErrors.NotFound);

    /// <summary>The group as the parent of the list of its members.</summary>
    public static ListParent ParentOf(Guid groupId) => new(Resource.Groups, "user_groups", "user_group_id", groupId, GroupErrors.NotFound);
}
