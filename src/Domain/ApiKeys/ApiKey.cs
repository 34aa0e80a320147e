using System.Text.Json;

namespace Crm.Domain.ApiKeys;

/// <summary>A credential for another service. It acts for its owner with some of the owner's permissions, until it expires or is
/// revoked.</summary>
public sealed class ApiKey : AggregateRoot
{
    /// <summary>The default lifetime of a key, in days.</summary>
    public const int DefaultDays = 90;

    /// <summary>The maximum lifetime of a key, in days.</summary>
    public const int MaxDays = 730;

    /// <summary>The message for an expiry time that is in the past or too far ahead.</summary>
    public static readonly string ExpiryMessage = $"must be in the future, at most {MaxDays} days ahead.";

    private ApiKey()
    {
    }

    private ApiKey(Guid id, DateTimeOffset createdAt)
        : base(id, createdAt)
    {
    }
    /// <summary>The field rules of this type.</summary>
    public static FieldRules<ApiKey> Rules { get; } = FieldRules.For<ApiKey>(f =>
    {
        f.Name(k => k.Name);
    });


    public string Name { get; private set; } = "";

    /// <summary>The user that the key acts for.</summary>
    public Guid OwnerId { get; private set; }

    /// <summary>The maximum permissions of the key, in either form of <see cref="Roles.Permissions"/>.</summary>
    public string Permissions { get; private set; } = "{}";

    /// <summary>The first characters of the key, shown so that people can identify it.</summary>
    public string Prefix { get; private set; } = "";

    /// <summary>A hash of the key. The key itself is returned once and not stored.</summary>
    public byte[] KeyHash { get; private set; } = [];
    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>Updated by one statement, to the minute. Does not raise the version and is not audited.</summary>
    public DateTimeOffset? LastUsedAt { get; private set; }

    /// <param name="id">A UUIDv7.</param>
    /// <param name="name">The purpose, as a name for people.</param>
    /// <param name="ownerId">The user that the key acts for.</param>
    /// <param name="permissions">The maximum permissions. The caller has checked that the owner has them too.</param>
    /// <param name="prefix">The first characters of the key.</param>
    /// <param name="keyHash">The hash of the key.</param>
    /// <param name="expiresAt">When the key expires.</param>
    /// <param name="now">The current time.</param>
    public static Result<ApiKey> Create(
        Guid id, string name, Guid ownerId, JsonElement permissions, string prefix, byte[] keyHash, DateTimeOffset expiresAt,
        DateTimeOffset now)
    {
        var faults = new FieldFaults().Check(Rules, nameof(Name), name)
            .CheckThat(IsExpiry(expiresAt, now), nameof(ExpiresAt), ExpiryMessage);
        if (faults.Error is { } invalid)
            return invalid;
        if (Roles.Permissions.Parse(permissions).Error is { } error)
            return error;
        var key = new ApiKey(id, now)
        {
            Name = name,
            OwnerId = ownerId,
            Permissions = JsonSerializer.Serialize(permissions),
            Prefix = prefix,
            KeyHash = keyHash,
            ExpiresAt = expiresAt,
        };
        key.Raise(new ApiKeyCreated(id, ownerId, expiresAt, now));
        return key;
    }

    /// <summary>Whether <paramref name="at"/> is a valid expiry time for a new key.</summary>
    public static bool IsExpiry(DateTimeOffset at, DateTimeOffset now) => at > now && at <= now.AddDays(MaxDays);

    public Result Rename(string name, DateTimeOffset now)
    {
        if (new FieldFaults().Check(Rules, nameof(Name), name).Error is { } invalid)
            return invalid;
        Name = name;
        Raise(new ApiKeyRenamed(Id, now));
        return Result.Ok;
    }

    /// <summary>Revokes the key permanently.</summary>
    public void Revoke(DateTimeOffset now)
    {
        DeletedAt = now;
        Raise(new ApiKeyRevoked(Id, OwnerId, now));
    }
}
