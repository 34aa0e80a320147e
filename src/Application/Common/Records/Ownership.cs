namespace Crm.Application.Common.Records;

/// <summary>Who may give a record to whom.</summary>
internal sealed class Ownership(ActiveUsers users, ICurrentUser user) : IScopedService
{
    /// <summary>
    /// The owner of a record that is created or changed. Under a scope below all (to do this, to read or to update), whoever
    /// names none owns it: nobody makes a record that they cannot see or change afterwards. Naming
    /// anybody but oneself (on creation) or another than the present owner (on a change) needs the right to assign, and an active user.
    /// </summary>
    /// <param name="resource">Of the record.</param>
    /// <param name="action">The right under which it is written.</param>
    /// <param name="named">The owner in the request.</param>
    /// <param name="present">The present owner; null on creation.</param>
    /// <param name="field">The member that names the owner.</param>
    /// <param name="ct">Cancels the statement.</param>
    public async Task<Result<OwnerId>> ResolveAsync(
        Resource resource, RightAction action, Guid? named, OwnerId? present, string field, CancellationToken ct)
    {
        var caller = user.Required;
        var owner = named ?? (ReachesAll(caller, resource, action) ? null : caller.UserId);
        if (present is not null && owner == present.Id)
            return present;
        var needsAssign = present is null ? owner is not null && owner != caller.UserId : owner != present.Id;
        if (needsAssign && !caller.May(resource, RightAction.Assign))
            return CommonErrors.AssignMissing(resource);
        if (owner is null)
            return new OwnerId(null);
        return await users.CheckAsync(owner.Value, field, ct) is { } unfit ? unfit : new OwnerId(owner);
    }

    private static bool ReachesAll(Caller caller, Resource resource, RightAction action) =>
        new[] { action, RightAction.Read, RightAction.Update }.All(a => caller.ScopeOf(resource, a) == Scope.All);
}
