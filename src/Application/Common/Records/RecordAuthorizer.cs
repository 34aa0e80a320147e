namespace Crm.Application.Common.Records;

/// <summary>Finds aggregates for a change, with all that stands between a caller and a record.</summary>
public sealed class RecordAuthorizer(IWriteDb db, ICurrentUser user, IRequestContext request) : IScopedService
{
    /// <summary>
    /// Locks the aggregate, then checks that the caller sees it (else not found), may do this with it (else forbidden), and
    /// knows its present version where If-Match names one (else precondition failed).
    /// </summary>
    public async Task<Result<TAggregate>> FindAsync<TAggregate>(
        IRepository<TAggregate> repository, Access<TAggregate> access, Guid id, RightAction action, bool inTrashToo = false, CancellationToken ct = default)
        where TAggregate : AggregateRoot
    {
        if (await repository.FindAsync(id, inTrashToo, ct) is not { } aggregate)
            return access.NotFound;
        var seen = access.ScopeOf(user.Required, RightAction.Read, "t", inTrashToo);
        if (!await ReachesAsync(access.Table, id, seen, ct))
            return access.NotFound;
        var allowed = access.ScopeOf(user.Required, action, "t", inTrashToo);
        // Most roles reach the same records with either right; what was just asked is not asked again.
        if (allowed != seen && !await ReachesAsync(access.Table, id, allowed, ct))
            return CommonErrors.OutsideScope;
        if (request.ExpectedVersions is { } versions && !versions.Contains(aggregate.Version))
            return CommonErrors.VersionChanged;
        return aggregate;
    }

    /// <summary>Whether the caller sees a live record of a parent's table; locks it against deletion until the transaction ends.</summary>
    /// <param name="access">How the parent is reached.</param>
    /// <param name="id">The parent.</param>
    /// <param name="toTouch">Whether the transaction goes on to write to the parent's row: two that shared its lock would wait for one another.</param>
    /// <param name="ct">Cancels the statement.</param>
    public Task<bool> SeesParentAsync<TAggregate>(Access<TAggregate> access, Guid id, bool toTouch = false, CancellationToken ct = default)
        where TAggregate : AggregateRoot => ReadParentAsync<TAggregate, bool>(access, id, "true", toTouch, ct);

    /// <summary>A column, as <c>t.name</c>, of a live record of a parent's table that the caller sees, else the default; locks it likewise.</summary>
    public async Task<TValue?> ReadParentAsync<TAggregate, TValue>(
        Access<TAggregate> access, Guid id, string column, bool toTouch = false, CancellationToken ct = default)
        where TAggregate : AggregateRoot
    {
        var scope = ScopeFilter.For(user.Required, access.Resource, RightAction.Read, "t");
        // Foreign keys do not see the trash.
        var sql = scope.ApplyTo($"select {column} from {access.Table} t where t.id = @id and t.deleted_at is null {ScopeFilter.Mark} for {(toTouch ? "no key update" : "share")}");
        return await db.QuerySingleOrDefaultAsync<TValue>(sql, new { id, scopeUsers = scope.UserIds ?? [] }, ct);
    }

    /// <summary>
    /// Whether the caller may do this with a live parent, so that a record of its own may be put under it: else not found, or
    /// forbidden. The parent is locked against deletion until the transaction ends.
    /// </summary>
    public async Task<Error?> CheckParentAsync<TAggregate>(Access<TAggregate> access, Guid id, RightAction action, CancellationToken ct)
        where TAggregate : AggregateRoot
    {
        if (!await SeesParentAsync(access, id, ct: ct))
            return access.NotFound;
        return await ReachesAsync(access.Table, id, access.ScopeOf(user.Required, action, "t", inTrashToo: false), ct) ? null : CommonErrors.OutsideScope;
    }

    /// <summary>Whether the caller may do this with a record that was found and locked already.</summary>
    public async Task<Error?> CheckAsync<TAggregate>(Access<TAggregate> access, Guid id, RightAction action, CancellationToken ct)
        where TAggregate : AggregateRoot
    {
        if (!user.Required.May(access.Resource, action))
            return CommonErrors.RightMissing(new Right(access.Resource, action));
        var allowed = access.ScopeOf(user.Required, action, "t", inTrashToo: false);
        return await ReachesAsync(access.Table, id, allowed, ct) ? null : CommonErrors.OutsideScope;
    }

    private async Task<bool> ReachesAsync(string table, Guid id, ScopeFilter scope, CancellationToken ct) =>
        scope.UserIds is null || await db.QuerySingleOrDefaultAsync<bool>(
            scope.ApplyTo($"select true from {table} t where t.id = @id {ScopeFilter.Mark}"), new { id, scopeUsers = scope.UserIds }, ct);
}
