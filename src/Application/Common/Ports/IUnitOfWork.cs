namespace Crm.Application.Common.Ports;

/// <summary>One transaction. Only the unit-of-work behaviour of the pipeline uses it.</summary>
public interface IUnitOfWork
{
    /// <summary>
    /// Starts a transaction, runs <paramref name="work"/> and commits. A failed result or an exception rolls everything back.
    /// After a deadlock or serialization failure, the transaction is repeated once.
    /// </summary>
    Task<TResult> RunAsync<TResult>(CommandInfo command, Func<CancellationToken, Task<TResult>> work, CancellationToken ct)
        where TResult : IResult<TResult>;

    /// <summary>Dispatches the domain events, then writes the changes with versions, audit rows and outbox rows.</summary>
    Task SaveAsync(CancellationToken ct);
}
