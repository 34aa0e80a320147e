using Crm.Domain.Roles;

namespace Crm.Domain.Groups;

public static class GroupErrors
{
    public static readonly Error MemberNotFound = Error.NotFound("group_member_not_found", "The group has no such member.");

    public static readonly Error MemberExists = Error.Conflict(
        "group_member_exists", "This user is a member of the group already.").At("userId");

    public static readonly Error TooManyMembers = Error.Conflict(
        "too_many_group_members", $"A group takes at most {UserGroup.MaxMembers} members; remove one first.").At("userId");

    /// <param name="right">A permission of the caller with the scope group.</param>
    public static Error WidensOwnScope(Right right) => Error.Forbidden(
        "widens_own_scope", $"Your own {right} covers the members of your groups, and this would add some; ask another user to do it.");
}
