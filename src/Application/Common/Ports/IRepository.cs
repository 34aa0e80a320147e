namespace Crm.Application.Common.Ports;

/// <summary>The aggregates of one type, within the unit of work.</summary>
public interface IRepository<TAggregate>
    where TAggregate : AggregateRoot
{
    /// <summary>Finds a live aggregate, or one in the trash where asked for, and locks its root until the transaction ends.</summary>
    Task<TAggregate?> FindAsync(Guid id, bool inTrashToo = false, CancellationToken ct = default);

    void Add(TAggregate aggregate);

    void Remove(TAggregate aggregate);
}
