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
}
