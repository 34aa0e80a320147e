namespace Crm.Application.Common.Ports;

/// <summary>Loads aggregates of one type within the unit of work.</summary>
public interface IRepository<TAggregate>
    where TAggregate : AggregateRoot
{
    /// <summary>Loads a live aggregate, or optionally one in the trash, and locks its root until the transaction ends.</summary>
    /// <param name="id">The aggregate.</param>
    /// <param name="inTrashToo">Whether it may be in the trash.</param>
    /// <param name="scope">A condition over the alias <c>t</c>: a record that does not match is neither locked nor waited for.</param>
    /// <param name="ct">Cancels the statement.</param>
    Task<TAggregate?> FindAsync(Guid id, bool inTrashToo = false, ScopeFilter? scope = null, CancellationToken ct = default);

    void Add(TAggregate aggregate);

    void Remove(TAggregate aggregate);
}
