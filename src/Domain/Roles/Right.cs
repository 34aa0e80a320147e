namespace Crm.Domain.Roles;

/// <summary>The resources that permissions refer to: the collections of the API.</summary>
public enum Resource
{
    Users,
    Roles,
    Groups,
    Companies,
    Contacts,
    Leads,
    LeadLists,
    Deals,
    Content,
    Workflows,
    Tasks,
    Communications,
    Notes,
    CustomFields,
    Reports,
    AuditLogs,
    Imports,
    Settings,
}

/// <summary>The actions of permissions.</summary>
public enum RightAction
{
    Create,
    Read,
    Update,
    Delete,
    Assign,
    Export,
    Import,
    Convert,
    Merge,
    Restore,
    ReadPrivate,
}

/// <summary>The records that a permission covers. A wider scope includes the narrower ones.</summary>
public enum Scope
{
    /// <summary>Records that the user owns or is assigned to.</summary>
    Own = 1,

    /// <summary>Own records, and those of users who share an active group with the user.</summary>
    Group = 2,

    /// <summary>Every record.</summary>
    All = 3,
}

/// <summary>An action on a resource.</summary>
public readonly record struct Right(Resource Resource, RightAction Action)
{
    /// <summary>The form in messages and role definitions: <c>deals:update</c>.</summary>
    public override string ToString() => $"{PermissionNames.Of(Resource)}:{PermissionNames.Of(Action)}";
}

/// <summary>The names of resources, actions and scopes in a role's permissions: camelCase.</summary>
public static class PermissionNames
{
    public static string Of<T>(T value)
        where T : struct, Enum
    {
        var name = value.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    public static bool TryParse<T>(string? text, out T value)
        where T : struct, Enum
    {
        foreach (var candidate in Enum.GetValues<T>())
        {
            if (Of(candidate) == text)
            {
                value = candidate;
                return true;
            }
        }

        value = default;
        return false;
    }
}
