namespace Crm.Application.Common.Ports;

/// <summary>Loads aggregates of one type within the unit of work.</summary>
public interface IRepository<TAggregate>
    where TAggregate : AggregateRoot
{
    /// <summary>Loads a live aggregate, or optionally one in the trash, and locks its root until the transaction ends.</summary>
    Task<TAggregate?> FindAsync(Guid id, bool inTrashToo = false, CancellationToken ct = default);

    void Add(TAggregate aggregate);

    void Remove(TAggregate aggregate);
}
