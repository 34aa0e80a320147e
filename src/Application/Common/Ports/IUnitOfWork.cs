namespace Crm.Application.Common.Ports;

/// <summary>One transaction. Only the pipeline's unit-of-work step uses it.</summary>
public interface IUnitOfWork
{
    /// <summary>
    /// Begins a transaction, runs <paramref name="work"/> and commits; a failed result or an exception rolls everything back.
    /// A deadlock or serialization failure is tried once more from the start.
    /// </summary>
    Task<TResult> RunAsync<TResult>(CommandInfo command, Func<CancellationToken, Task<TResult>> work, CancellationToken ct)
        where TResult : IResult<TResult>;

    /// <summary>Lets the domain events be handled, then writes the changes with their versions, audit rows and outbox rows.</summary>
    Task SaveAsync(CancellationToken ct);
}
