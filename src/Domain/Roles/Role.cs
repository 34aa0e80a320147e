using System.Text.Json;

namespace Crm.Domain.Roles;

/// <summary>A named set of permissions that is assigned to users.</summary>
public sealed class Role : AggregateRoot, IRestorable
{
    private Role()
    {
    }

    private Role(Guid id, DateTimeOffset createdAt)
        : base(id, createdAt)
    {
    }
    /// <summary>The field rules of this type.</summary>
    public static FieldRules<Role> Rules { get; } = FieldRules.For<Role>(f =>
    {
        f.Name(r => r.Name);
        f.Text(r => r.Description);
    });


    /// <summary>Unique among live roles. Letter case is ignored.</summary>
    public string Name { get; private set; } = "";
    public string? Description { get; private set; }

    /// <summary>As received, in either form of <see cref="Roles.Permissions"/>.</summary>
    public string Permissions { get; private set; } = "{}";

    /// <summary>An inactive role grants no permissions.</summary>
    public bool IsActive { get; private set; }

    /// <summary>Whether it is the built-in Administrator role, which keeps its name, stays active and has every permission.</summary>
    public bool IsFixed => IsAdministrator(Name);

    public static Result<Role> Create(Guid id, string name, string? description, JsonElement permissions, bool isActive, DateTimeOffset now)
    {
        var role = new Role(id, now);
        if (role.Update(name, description, permissions, isActive, now).Error is { } error)
            return error;
        role.ClearEvents();
        role.Raise(new RoleCreated(id, now));
        return role;
    }

    /// <summary>Makes it the Administrator role that it was in a new database.</summary>
    public void RestoreAdministrator(DateTimeOffset now)
    {
        Restore(now);
        var hasAll = Roles.Permissions.Parse(JsonElement.Parse(Permissions)).Value.AreAll;
        if (IsActive && hasAll)
            return;
        Update(Name, Description, JsonElement.Parse(hasAll ? Permissions : Roles.Permissions.EverythingJson), isActive: true, now);
    }

    public Result Update(string name, string? description, JsonElement permissions, bool isActive, DateTimeOffset now)
    {
        if (new FieldFaults().Check(Rules, nameof(Name), name).Check(Rules, nameof(Description), description).Error is { } invalid)
            return invalid;
        var parsed = Roles.Permissions.Parse(permissions);
        if (parsed.Error is { } error)
            return error;
        if ((IsFixed || IsAdministrator(name)) && !(IsAdministrator(name) && isActive && parsed.Value.AreAll))
            return RoleErrors.Fixed;
        Name = name;
        Description = description;
        // If only the spelling differs, the stored text stays, so that sending back what was read changes nothing.
        if (!JsonElement.DeepEquals(JsonElement.Parse(Permissions), permissions))
            Permissions = JsonSerializer.Serialize(permissions);
        IsActive = isActive;
        Raise(new RoleUpdated(Id, now));
        return Result.Ok;
    }

    /// <param name="users">The number of users with the role.</param>
    /// <param name="now">The current time.</param>
    public Result Delete(int users, DateTimeOffset now)
    {
        if (IsFixed)
            return RoleErrors.Fixed;
        if (users > 0)
            return RoleErrors.InUse(users);
        DeletedAt = now;
        Raise(new RoleDeleted(Id, now));
        return Result.Ok;
    }

    /// <summary>Restores the role from the trash. A live role stays unchanged.</summary>
    public void Restore(DateTimeOffset now)
    {
        if (DeletedAt is null)
            return;
        DeletedAt = null;
        Raise(new RoleRestored(Id, now));
    }

    private static bool IsAdministrator(string name) => name.Equals(BuiltInRoles.Administrator, StringComparison.OrdinalIgnoreCase);
}
