using System.Text.Json;

namespace Crm.Domain.ApiKeys;

/// <summary>A credential of a service caller: acts for its owner, with a part of the owner's rights, until it expires or is revoked.</summary>
public sealed class ApiKey : AggregateRoot
{
    /// <summary>How long a key lives where nothing is said, in days.</summary>
    public const int DefaultDays = 90;

    /// <summary>How long a key may live at most, in days.</summary>
    public const int MaxDays = 730;

    /// <summary>What is wrong with a key that has expired at its creation, or lives too long.</summary>
    public static readonly string ExpiryMessage = $"must lie in the future, at most {MaxDays} days ahead.";

    private ApiKey()
    {
    }

    private ApiKey(Guid id, DateTimeOffset createdAt)
        : base(id, createdAt)
    {
    }
    /// <summary>What its members may hold.</summary>
    public static FieldRules<ApiKey> Rules { get; } = FieldRules.For<ApiKey>(f =>
    {
        f.Name(k => k.Name);
    });


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

    /// <param name="id">A UUIDv7.</param>
    /// <param name="name">What it is for.</param>
    /// <param name="ownerId">Whom it acts for.</param>
    /// <param name="permissions">What it may do at most; the caller has checked that the owner may, too.</param>
    /// <param name="prefix">The first characters of the key.</param>
    /// <param name="keyHash">The hash of the key.</param>
    /// <param name="expiresAt">When it ends.</param>
    /// <param name="now">The present moment.</param>
    public static Result<ApiKey> Create(
        Guid id, string name, Guid ownerId, JsonElement permissions, string prefix, byte[] keyHash, DateTimeOffset expiresAt, DateTimeOffset now)
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

    /// <summary>Whether a key that is made now may end then.</summary>
    public static bool IsExpiry(DateTimeOffset at, DateTimeOffset now) => at > now && at <= now.AddDays(MaxDays);

    public Result Rename(string name, DateTimeOffset now)
    {
        if (new FieldFaults().Check(Rules, nameof(Name), name).Error is { } invalid)
            return invalid;
        Name = name;
        Raise(new ApiKeyRenamed(Id, now));
        return Result.Ok;
    }

    /// <summary>Ends the key for good.</summary>
    public void Revoke(DateTimeOffset now)
    {
        DeletedAt = now;
        Raise(new ApiKeyRevoked(Id, OwnerId, now));
    }
}
