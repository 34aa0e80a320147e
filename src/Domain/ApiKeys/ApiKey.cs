using Crm.Domain.Common;

namespace Crm.Domain.ApiKeys;

/// <summary>A credential of a service caller: acts for its owner, with a part of the owner's rights, until it expires or is revoked.</summary>
public sealed class ApiKey : AggregateRoot
{
    private ApiKey()
    {
    }

    private ApiKey(Guid id, DateTimeOffset createdAt)
        : base(id, createdAt)
    {
    }

    public string Name { get; private set; } = "";

    /// <summary>Whom it acts for.</summary>
    public Guid OwnerId { get; private set; }

    /// <summary>What it may do at most, in either shape of <see cref="Roles.Permissions"/>.</summary>
    public string Permissions { get; private set; } = "{}";

    /// <summary>The first characters of the key, by which people tell keys apart.</summary>
    public string Prefix { get; private set; } = "";

    /// <summary>A hash of the key; the key itself is shown once and kept nowhere.</summary>
    public byte[] KeyHash { get; private set; } = [];
    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>Kept by one statement, outside version and audit, to the minute.</summary>
    public DateTimeOffset? LastUsedAt { get; private set; }
}
