using System.Text.Json;

namespace Crm.Domain.Roles;

/// <summary>A named set of permissions that users are given.</summary>
public sealed class Role : AggregateRoot, IRestorable
{
    private Role()
    {
    }

    private Role(Guid id, DateTimeOffset createdAt)
        : base(id, createdAt)
    {
    }
    /// <summary>What its members may hold.</summary>
    public static FieldRules<Role> Rules { get; } = FieldRules.For<Role>(f =>
    {
        f.Name(r => r.Name);
        f.Text(r => r.Description);
    });


    /// <summary>Unique among live roles, whatever its case.</summary>
    public string Name { get; private set; } = "";
    public string? Description { get; private set; }

    /// <summary>As given, in either shape of <see cref="Roles.Permissions"/>.</summary>
    public string Permissions { get; private set; } = "{}";

    /// <summary>A deactivated role gives no rights.</summary>
    public bool IsActive { get; private set; }

    public static Result<Role> Create(Guid id, string name, string? description, JsonElement permissions, bool isActive, DateTimeOffset now)
    {
        var role = new Role(id, now);
        if (role.Update(name, description, permissions, isActive, now).Error is { } error)
            return error;
        role.ClearEvents();
        role.Raise(new RoleCreated(id, now));
        return role;
    }

    public Result Update(string name, string? description, JsonElement permissions, bool isActive, DateTimeOffset now)
    {
        if (new FieldFaults().Check(Rules, nameof(Name), name).Check(Rules, nameof(Description), description).Error is { } invalid)
            return invalid;
        if (Roles.Permissions.Parse(permissions).Error is { } error)
            return error;
        Name = name;
        Description = description;
        // Kept as it is where only spelling differs, so that putting back what was read changes nothing.
        if (!JsonElement.DeepEquals(JsonElement.Parse(Permissions), permissions))
            Permissions = JsonSerializer.Serialize(permissions);
        IsActive = isActive;
        Raise(new RoleUpdated(Id, now));
        return Result.Ok;
    }

    /// <param name="users">How many users have the role.</param>
    /// <param name="now">The present moment.</param>
    public Result Delete(int users, DateTimeOffset now)
    {
        if (users > 0)
            return RoleErrors.InUse(users);
        DeletedAt = now;
        Raise(new RoleDeleted(Id, now));
        return Result.Ok;
    }

    /// <summary>Brings the role back as it was; a live one stays as it is.</summary>
    public void Restore(DateTimeOffset now)
    {
        if (DeletedAt is null)
            return;
        DeletedAt = null;
        Raise(new RoleRestored(Id, now));
    }
}
