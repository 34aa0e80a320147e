namespace Crm.Application.Common.Records;

/// <summary>Assigns many records to one user, each separately: an error for one does not affect the others.</summary>
internal sealed class Assignments(RecordAuthorizer authorizer, Ownership ownership) : IScopedService
{
    /// <summary>The maximum number of records of one request.</summary>
    public const int MaxIds = 500;

    /// <param name="repository">The repository of the records.</param>
    /// <param name="ids">The records.</param>
    /// <param name="userId">The new owner.</param>
    /// <param name="field">The member that names the user.</param>
    /// <param name="assign">The method of the aggregate. Returns true if it changed something.</param>
    /// <param name="ct">Cancels statements.</param>
    public async Task<Result<Reply<AssignmentResults>>> AssignAsync<TAggregate>(
        IRepository<TAggregate> repository, Guid[] ids, Guid userId, string field, Func<TAggregate, Result<bool>> assign,
        CancellationToken ct)
        where TAggregate : AggregateRoot
    {
        var user = await ownership.ResolveAsync(RecordCatalog.Of<TAggregate>().Resource, RightAction.Assign, userId, null, field, ct);
        if (user.Error is { } error)
            return error;
        var results = new Dictionary<Guid, AssignmentResult>();
        // All requests lock in the same order. Two requests that lock the same records in different orders would cause a deadlock.
        foreach (var id in ids.Order())
        {
            var found = await authorizer.FindAsync(repository, id, RightAction.Assign, ct: ct);
            var assigned = found.Error is { } missing ? missing : assign(found.Value);
            results[id] = assigned.Error is { } rejected
                ? new AssignmentResult(id, AssignmentStatus.Failed, rejected.Code, rejected.Message)
                : new AssignmentResult(id, assigned.Value ? AssignmentStatus.Assigned : AssignmentStatus.Unchanged, null, null);
        }

        int Count(AssignmentStatus status) => results.Values.Count(r => r.Status.Value == status);
        return Reply.Value(new AssignmentResults(
            [.. ids.Select(id => results[id])], Count(AssignmentStatus.Assigned), Count(AssignmentStatus.Unchanged),
            Count(AssignmentStatus.Failed)));
    }
}
