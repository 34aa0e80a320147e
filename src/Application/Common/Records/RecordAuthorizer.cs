namespace Crm.Application.Common.Records;

/// <summary>Finds aggregates for a change, and checks what the caller may do with them.</summary>
public sealed class RecordAuthorizer(IWriteDb db, ICurrentUser user, IRequestContext request) : IScopedService
{
    /// <summary>
    /// Locks the aggregate, then checks that the caller sees it (else not found), may do this with it (else forbidden), and
    /// knows its current version where If-Match names one (else precondition failed).
    /// </summary>
    public async Task<Result<TAggregate>> FindAsync<TAggregate>(
        IRepository<TAggregate> repository, Guid id, RightAction action, bool inTrashToo = false, CancellationToken ct = default)
        where TAggregate : AggregateRoot
    {
        var record = RecordCatalog.Of<TAggregate>();
        if (await repository.FindAsync(id, inTrashToo, ct) is not { } aggregate)
            return record.NotFound;
        var seen = RecordScope.For(record, user.Required, RightAction.Read, "t", inTrashToo);
        if (!await ReachesAsync(record, id, seen, ct))
            return record.NotFound;
        var allowed = RecordScope.For(record, user.Required, action, "t", inTrashToo);
        // Most roles reach the same records with either permission; what was just checked is not checked again.
        if (!allowed.IsSameAs(seen) && !await ReachesAsync(record, id, allowed, ct))
            return CommonErrors.OutsideScope;
        if (request.ExpectedVersions is { } versions && !versions.Contains(aggregate.Version))
            return CommonErrors.VersionChanged;
        return aggregate;
    }

    /// <summary>Whether the caller sees a live record; locks it against deletion until the transaction ends.</summary>
    /// <param name="id">The record.</param>
    /// <param name="toUpdate">Whether the transaction goes on to update the record's row: two that shared its lock would wait for one another.</param>
    /// <param name="ct">Cancels the statement.</param>
    public Task<bool> SeesAsync<TAggregate>(Guid id, bool toUpdate = false, CancellationToken ct = default)
        where TAggregate : AggregateRoot => ReadAsync<TAggregate, bool>(id, $"true", toUpdate, ct);

    /// <summary>A column, as <c>t.name</c>, of a live record that the caller sees, else the default; locks it in the same way.</summary>
    public async Task<TValue?> ReadAsync<TAggregate, TValue>(
        Guid id, SqlFragment column, bool toUpdate = false, CancellationToken ct = default)
        where TAggregate : AggregateRoot
    {
        var record = RecordCatalog.Of<TAggregate>();
        var scope = RecordScope.For(record, user.Required, RightAction.Read, "t");
        // Foreign keys do not see the trash.
        SqlFragment mode = toUpdate ? (SqlFragment)$"no key update" : $"share";
        return await db.QuerySingleOrDefaultAsync<TValue>(
            $"select {column} from {SqlFragment.Name(record.Table)} t where t.id = {id} and t.deleted_at is null {scope} for {mode}", ct);
    }

    /// <summary>
    /// Whether the caller may do this with a live parent, so that a record of its own may be put under it: else not found, or
    /// forbidden. The parent is locked against deletion until the transaction ends.
    /// </summary>
    public async Task<Error?> CheckParentAsync<TAggregate>(Guid id, RightAction action, CancellationToken ct)
        where TAggregate : AggregateRoot
    {
        var record = RecordCatalog.Of<TAggregate>();
        if (!await SeesAsync<TAggregate>(id, ct: ct))
            return record.NotFound;
        return await ReachesAsync(record, id, RecordScope.For(record, user.Required, action, "t"), ct) ? null : CommonErrors.OutsideScope;
    }

    /// <summary>Whether the caller may do this with a record that was found and locked already.</summary>
    public async Task<Error?> CheckAsync<TAggregate>(Guid id, RightAction action, CancellationToken ct)
        where TAggregate : AggregateRoot
    {
        var record = RecordCatalog.Of<TAggregate>();
        if (!user.Required.May(record.Resource, action))
            return CommonErrors.RightMissing(new Right(record.Resource, action));
        return await ReachesAsync(record, id, RecordScope.For(record, user.Required, action, "t"), ct) ? null : CommonErrors.OutsideScope;
    }

    private async Task<bool> ReachesAsync(Record record, Guid id, ScopeFilter scope, CancellationToken ct) =>
        scope.IsEverything || await db.QuerySingleOrDefaultAsync<bool>(
            $"select true from {SqlFragment.Name(record.Table)} t where t.id = {id} {scope}", ct);
}
