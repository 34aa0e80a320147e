namespace Crm.Application.Common.Ports;

/// <summary>The clock.</summary>
public interface IClock
{
    /// <summary>The current time in UTC, truncated to microseconds, the precision of PostgreSQL.</summary>
    DateTimeOffset Now { get; }

    /// <summary>A new UUIDv7 for the current time.</summary>
    Guid NewId() => Guid.CreateVersion7(Now);
}
