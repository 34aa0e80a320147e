namespace Crm.Application.Common.Ports;

/// <summary>The present moment.</summary>
public interface IClock
{
    /// <summary>Now, in UTC, cut to microseconds as PostgreSQL keeps them.</summary>
    DateTimeOffset Now { get; }

    /// <summary>A new UUIDv7 of this moment.</summary>
    Guid NewId() => Guid.CreateVersion7(Now);
}
