namespace Crm.Application.Common.Records;

/// <summary>Determines the owner of a record and checks the permission to assign it.</summary>
internal sealed class Ownership(ActiveUsers users, ICurrentUser user) : IScopedService
{
    /// <summary>
    /// Determines the owner of a record that is created or changed. If the caller's scope for this action, for read or for update is
    /// narrower than all, and the request names no owner, the caller becomes the owner: callers cannot create records that they cannot
    /// see or change afterwards. Another owner than the caller (on creation) or than the current owner (on a change) requires the
    /// permission
    /// to assign, and an active user.</summary>
    /// <param name="resource">The resource of the record.</param>
    /// <param name="action">The action of the request.</param>
    /// <param name="named">The owner in the request.</param>
    /// <param name="current">The current owner. Null on creation.</param>
    /// <param name="field">The member that names the owner.</param>
    /// <param name="ct">Cancels the statement.</param>
    public async Task<Result<OwnerId>> ResolveAsync(
        Resource resource, RightAction action, Guid? named, OwnerId? current, string field, CancellationToken ct)
    {
        var caller = user.Required;
        var owner = named ?? (CoversAll(caller, resource, action) ? null : caller.UserId);
        if (current is not null && owner == current.Id)
            return current;
        var needsAssign = current is null ? owner is not null && owner != caller.UserId : owner != current.Id;
        if (needsAssign && !caller.May(resource, RightAction.Assign))
            return CommonErrors.AssignMissing(resource);
        if (owner is null)
            return new OwnerId(null);
        return await users.CheckAsync(owner.Value, field, ct) is { } unfit ? unfit : new OwnerId(owner);
    }

    private static bool CoversAll(Caller caller, Resource resource, RightAction action) =>
        new[] { action, RightAction.Read, RightAction.Update }.All(a => caller.ScopeOf(resource, a) == Scope.All);
}
