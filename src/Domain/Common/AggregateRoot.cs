namespace Crm.Domain.Common;

/// <summary>Something that happened to an aggregate: ids and values, never changed afterwards.</summary>
public interface IDomainEvent
{
    /// <summary>The aggregate it happened to.</summary>
    Guid AggregateId { get; }

    DateTimeOffset OccurredAt { get; }
}

/// <summary>
/// The root of a consistency boundary. Its version and update time are kept by the persistence layer:
/// each save that changes the root or one of its children raises <see cref="Version"/> by one.
/// </summary>
public abstract class AggregateRoot
{
    private readonly List<IDomainEvent> events = [];

    protected AggregateRoot()
    {
    }

    protected AggregateRoot(Guid id, DateTimeOffset createdAt)
    {
        Id = id;
        CreatedAt = createdAt;
        UpdatedAt = createdAt;
    }

    public Guid Id { get; private set; }

    /// <summary>Starts at 1; the ETag of the record.</summary>
    public long Version { get; private set; } = 1;

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>When the record went to the trash; null while it is live.</summary>
    public DateTimeOffset? DeletedAt { get; private protected set; }

    public IReadOnlyList<IDomainEvent> Events => events;

    public void ClearEvents() => events.Clear();

    protected void Raise(IDomainEvent domainEvent) => events.Add(domainEvent);
}
