using Crm.Application.Users;
using Crm.Domain.Groups;

namespace Crm.Application.Groups;

/// <summary>
/// Checks that a change of a group does not give the caller a wider scope: the caller's permissions with scope <c>group</c> would cover
/// the records of every user who then shares a group with the caller.
/// </summary>
internal sealed class GroupAccess(UserAccess access, ICurrentUser user) : IScopedService
{
    /// <summary>Checked before a user becomes a member.</summary>
    public Task<Error?> CheckMemberAsync(UserGroup group, Guid userId, CancellationToken ct) => CheckAsync(group, [userId], ct);

    /// <summary>Checked before a group counts (again), with the members that it has.</summary>
    public Task<Error?> CheckTogetherAsync(UserGroup group, CancellationToken ct) =>
        CheckAsync(group, [.. group.Members.Select(m => m.UserId)], ct);

    private async Task<Error?> CheckAsync(UserGroup group, Guid[] joining, CancellationToken ct)
    {
        var caller = user.Required;
        var together = group.Members.Select(m => m.UserId).Union(joining).ToHashSet();
        if (!together.Contains(caller.UserId))
            return null;
        var added = joining.Contains(caller.UserId) ? together : [.. joining];
        if (added.IsSubsetOf(caller.Team))
            return null;
        var rights = await access.OwnRightsAsync(ct);
        return rights.Scopes.FirstOrDefault(s => s.Value == Scope.Group) is { Value: Scope.Group } widened
            ? GroupErrors.WidensOwnScope(widened.Key)
            : null;
    }
}
