namespace Crm.Application.Common.Records;

/// <summary>Loads aggregates for a change and checks the caller's permissions.</summary>
public sealed class RecordAuthorizer(IWriteDb db, ICurrentUser user, IRequestContext request) : IScopedService
{
    /// <summary>
    /// Locks the aggregate if the caller can see it (error: not found): one that is not visible takes no longer than one that does not
    /// exist. Then checks the permission (error: forbidden) and, with If-Match, the version (error: precondition failed).
    /// </summary>
    public async Task<Result<TAggregate>> FindAsync<TAggregate>(
        IRepository<TAggregate> repository, Guid id, RightAction action, bool inTrashToo = false, CancellationToken ct = default)
        where TAggregate : AggregateRoot
    {
        var record = RecordCatalog.Of<TAggregate>();
        var seen = RecordScope.For(record, user.Required, RightAction.Read, "t", inTrashToo);
        if (await repository.FindAsync(id, inTrashToo, seen, ct) is not { } aggregate)
            return record.NotFound;
        var allowed = RecordScope.For(record, user.Required, action, "t", inTrashToo);
        // For most roles both permissions cover the same records, so the second check is not needed.
        if (!allowed.IsSameAs(seen) && !await CoversAsync(record, id, allowed, ct))
            return CommonErrors.OutsideScope;
        if (request.ExpectedVersions is { } versions && !versions.Contains(aggregate.Version))
            return CommonErrors.VersionChanged;
        return aggregate;
    }

    /// <summary>Whether the caller can see a live record. Locks it against deletion until the transaction ends.</summary>
    /// <param name="id">The record.</param>
    /// <param name="toUpdate">Whether the transaction later updates the record's row. Two transactions with a shared lock on it would cause
    /// a deadlock.</param>
    /// <param name="ct">Cancels the statement.</param>
    public Task<bool> SeesAsync<TAggregate>(Guid id, bool toUpdate = false, CancellationToken ct = default)
        where TAggregate : AggregateRoot => ReadAsync<TAggregate, bool>(id, $"true", toUpdate, ct);

    /// <summary>The value of a column, as <c>t.name</c>, of a live record that the caller can see; otherwise the default. Locks in the same
    /// way.</summary>
    public async Task<TValue?> ReadAsync<TAggregate, TValue>(
        Guid id, SqlFragment column, bool toUpdate = false, CancellationToken ct = default)
        where TAggregate : AggregateRoot
    {
        var record = RecordCatalog.Of<TAggregate>();
        var scope = RecordScope.For(record, user.Required, RightAction.Read, "t");
        // Foreign keys do not take the trash into account.
        SqlFragment mode = toUpdate ? (SqlFragment)$"no key update" : $"share";
        return await db.QuerySingleOrDefaultAsync<TValue>(
            $"select {column} from {SqlFragment.Name(record.Table)} t where t.id = {id} and t.deleted_at is null {scope} for {mode}", ct);
    }

    /// <summary>
    /// Whether the caller may perform the action on a live parent, so that a child can be created in it. Otherwise not found or
    /// forbidden. Locks the parent against deletion until the transaction ends.
    /// </summary>
    public async Task<Error?> CheckParentAsync<TAggregate>(Guid id, RightAction action, CancellationToken ct)
        where TAggregate : AggregateRoot
    {
        var record = RecordCatalog.Of<TAggregate>();
        if (!await SeesAsync<TAggregate>(id, ct: ct))
            return record.NotFound;
        return await CoversAsync(record, id, RecordScope.For(record, user.Required, action, "t"), ct) ? null : CommonErrors.OutsideScope;
    }

    /// <summary>Whether the caller may perform the action on a record that is already loaded and locked.</summary>
    public async Task<Error?> CheckAsync<TAggregate>(Guid id, RightAction action, CancellationToken ct)
        where TAggregate : AggregateRoot
    {
        var record = RecordCatalog.Of<TAggregate>();
        if (!user.Required.May(record.Resource, action))
            return CommonErrors.RightMissing(new Right(record.Resource, action));
        return await CoversAsync(record, id, RecordScope.For(record, user.Required, action, "t"), ct) ? null : CommonErrors.OutsideScope;
    }

    private async Task<bool> CoversAsync(Record record, Guid id, ScopeFilter scope, CancellationToken ct) =>
        scope.IsEverything || await db.QuerySingleOrDefaultAsync<bool>(
            $"select true from {SqlFragment.Name(record.Table)} t where t.id = {id} {scope}", ct);
}
