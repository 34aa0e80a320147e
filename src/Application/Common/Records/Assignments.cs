namespace Crm.Application.Common.Records;

/// <summary>Gives many records to one user, each by itself: one that is refused stops no other.</summary>
internal sealed class Assignments(RecordAuthorizer guard, Ownership ownership) : IScopedService
{
    /// <summary>Most records of one request.</summary>
    public const int MaxIds = 500;

    /// <param name="repository">Where the records are.</param>
    /// <param name="ids">The records.</param>
    /// <param name="userId">Whose they are to be.</param>
    /// <param name="field">The member that names the user.</param>
    /// <param name="assign">The aggregate's verb; true where it changed something.</param>
    /// <param name="ct">Cancels statements.</param>
    public async Task<Result<Reply<AssignmentResults>>> AssignAsync<TAggregate>(
        IRepository<TAggregate> repository, Guid[] ids, Guid userId, string field, Func<TAggregate, Result<bool>> assign, CancellationToken ct)
        where TAggregate : AggregateRoot
    {
        var user = await ownership.ResolveAsync(RecordCatalog.Of<TAggregate>().Resource, RightAction.Assign, userId, null, field, ct);
        if (user.Error is { } error)
            return error;
        var results = new Dictionary<Guid, AssignmentResult>();
        // In one order, whoever assigns: two that locked the same records the other way round would wait for one another.
        foreach (var id in ids.Order())
        {
            var found = await guard.FindAsync(repository, id, RightAction.Assign, ct: ct);
            var assigned = found.Error is { } missing ? missing : assign(found.Value);
            results[id] = assigned.Error is { } refused
                ? new AssignmentResult(id, AssignmentStatus.Failed, refused.Code, refused.Message)
                : new AssignmentResult(id, assigned.Value ? AssignmentStatus.Assigned : AssignmentStatus.Unchanged, null, null);
        }

        int Count(AssignmentStatus status) => results.Values.Count(r => r.Status.Value == status);
        return Reply.Value(new AssignmentResults(
            [.. ids.Select(id => results[id])], Count(AssignmentStatus.Assigned), Count(AssignmentStatus.Unchanged), Count(AssignmentStatus.Failed)));
    }
}
