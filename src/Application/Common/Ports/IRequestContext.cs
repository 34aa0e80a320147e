namespace Crm.Application.Common.Ports;

/// <summary>Properties of the HTTP request. Empty outside HTTP.</summary>
public interface IRequestContext
{
    /// <summary>The versions in If-Match. Null: no If-Match. An empty list matches nothing.</summary>
    IReadOnlyList<long>? ExpectedVersions { get; }

    /// <summary>The idempotency key of the request, if any.</summary>
    IdempotencyKey? IdempotencyKey { get; }

    /// <summary>Whether the client requires all changes committed so far, its own and those of others.</summary>
    bool WantsPrimary { get; }

    string? IpAddress { get; }
    string? UserAgent { get; }
    string? TraceId { get; }
}
