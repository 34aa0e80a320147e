namespace Crm.Application.Common.Ports;

/// <summary>What the transport knows about the call; empty outside HTTP.</summary>
public interface IRequestContext
{
    /// <summary>The versions named by If-Match; null: none named. An empty list matches nothing.</summary>
    IReadOnlyList<long>? ExpectedVersions { get; }

    /// <summary>The idempotency key of the call, if any.</summary>
    IdempotencyKey? IdempotencyKey { get; }

    /// <summary>Whether the caller wants to see every change committed so far, its own and those of others.</summary>
    bool WantsPrimary { get; }

    string? IpAddress { get; }
    string? UserAgent { get; }
    string? TraceId { get; }
}
