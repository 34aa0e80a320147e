namespace Crm.Application.Common.Ports;

/// <summary>Writes something else in the same transaction when an event occurs. Saves nothing itself.</summary>
public interface IDomainEventHandler<in TEvent>
    where TEvent : IDomainEvent
{
    Task HandleAsync(TEvent domainEvent, CancellationToken ct);
}
