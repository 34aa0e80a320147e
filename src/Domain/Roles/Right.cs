namespace Crm.Domain.Roles;

/// <summary>What rights are given on: the API's collections.</summary>
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

/// <summary>What may be done.</summary>
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

/// <summary>Which records a right reaches; a wider scope includes the narrower ones.</summary>
public enum Scope
{
    /// <summary>Mine: I own it or it is assigned to me.</summary>
    Own = 1,

    /// <summary>Mine, and those of the people I share an active group with.</summary>
    Group = 2,

    /// <summary>Every record.</summary>
    All = 3,
}

/// <summary>An action on a resource.</summary>
public readonly record struct Right(Resource Resource, RightAction Action)
{
    /// <summary>As messages and role definitions write it: <c>deals:update</c>.</summary>
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
