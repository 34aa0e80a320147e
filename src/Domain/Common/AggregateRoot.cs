namespace Crm.Domain.Common;

/// <summary>A domain event of an aggregate: immutable ids and values.</summary>
public interface IDomainEvent
{
    /// <summary>The aggregate that raised the event.</summary>
    Guid AggregateId { get; }

    DateTimeOffset OccurredAt { get; }
}

/// <summary>
/// The root of a consistency boundary. The persistence layer maintains its version and update time:
/// each save that changes the root or one of its children increments <see cref="Version"/> by one.
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

    /// <summary>Starts at 1. The <c>ETag</c> of the record.</summary>
    public long Version { get; private set; } = 1;

    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When the record was last written, also if its creation is backdated: clients poll by it.</summary>
    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>When the record was moved to the trash. Null if it is live.</summary>
    public DateTimeOffset? DeletedAt { get; private protected set; }

    public IReadOnlyList<IDomainEvent> Events => events;

    public void ClearEvents() => events.Clear();

    protected void Raise(IDomainEvent domainEvent) => events.Add(domainEvent);
}
