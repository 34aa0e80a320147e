namespace Crm.Application.Common.Ports;

/// <summary>Handles a domain event in the same transaction. Does not save.</summary>
public interface IDomainEventHandler<in TEvent>
    where TEvent : IDomainEvent
{
    Task HandleAsync(TEvent domainEvent, CancellationToken ct);
}
