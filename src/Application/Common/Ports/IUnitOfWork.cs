using Crm.Domain.Common;

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

/// <summary>What the audit says about the command that is running.</summary>
/// <param name="Name">The command's name.</param>
/// <param name="EffectiveAt">When the change happened, where an importing caller dated it back.</param>
/// <param name="DryRun">Whether everything is rolled back once it is answered.</param>
public sealed record CommandInfo(string Name, DateTimeOffset? EffectiveAt = null, bool DryRun = false);

/// <summary>Writes something else in the same transaction when an event occurs. Saves nothing itself.</summary>
public interface IDomainEventHandler<in TEvent>
    where TEvent : IDomainEvent
{
    Task HandleAsync(TEvent domainEvent, CancellationToken ct);
}
