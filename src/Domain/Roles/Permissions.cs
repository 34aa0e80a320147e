using System.Text.Json;

namespace Crm.Domain.Roles;

/// <summary>
/// The permissions of a role. Two forms are accepted: <c>{"contacts": ["create", "read"]}</c>, where each action has the scope all,
/// and <c>{"deals": {"read": "group", "update": "own"}}</c>. One object can use both forms.
/// </summary>
public sealed class Permissions
{
    /// <summary>No permissions.</summary>
    public static readonly Permissions None = new([]);

    private static readonly Right[] Everything =
        [.. Enum.GetValues<Resource>().SelectMany(r => Enum.GetValues<RightAction>().Select(a => new Right(r, a)))];

    private readonly Dictionary<Right, Scope> scopes;

    private Permissions(Dictionary<Right, Scope> scopes) => this.scopes = scopes;

    /// <summary>Each permission with its scope.</summary>
    public IReadOnlyDictionary<Right, Scope> Scopes => scopes;

    /// <summary>The scope of a permission, or null if the role does not include it.</summary>
    public Scope? this[Right right] => scopes.TryGetValue(right, out var scope) ? scope : null;

    /// <summary>
    /// Whether these are all permissions, each with the scope all. An active user who holds them must remain: a user who lacks one of them
    /// could not give it back.
    /// </summary>
    public bool AreAll => Array.TrueForAll(Everything, right => this[right] == Scope.All);

    /// <summary>Every action on every resource, on all records.</summary>
    public static string EverythingJson { get; } = JsonSerializer.Serialize(Enum.GetValues<Resource>().ToDictionary(
        PermissionNames.Of, _ => Enum.GetValues<RightAction>().Select(PermissionNames.Of).ToArray()));

    /// <summary>Parses either form. An unknown resource, action or scope is an error that names it.</summary>
    public static Result<Permissions> Parse(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
            return RoleErrors.Permissions("permissions must be an object from resource to actions.");
        var scopes = new Dictionary<Right, Scope>();
        foreach (var member in json.EnumerateObject())
        {
            if (!PermissionNames.TryParse<Resource>(member.Name, out var resource))
                return RoleErrors.Permissions($"'{Shown(member.Name)}' is not a resource; use one of {Names<Resource>()}.");
            switch (member.Value.ValueKind)
            {
                case JsonValueKind.Array:
                    foreach (var item in member.Value.EnumerateArray())
                    {
                        if (item.ValueKind != JsonValueKind.String ||
                            !PermissionNames.TryParse<RightAction>(item.GetString(), out var listed))
                            return RoleErrors.Permissions(
                                $"'{Shown(item.ToString())}' is not an action on {member.Name}; use one of {Names<RightAction>()}.");
                        scopes[new Right(resource, listed)] = Scope.All;
                    }

                    break;
                case JsonValueKind.Object:
                    foreach (var entry in member.Value.EnumerateObject())
                    {
                        if (!PermissionNames.TryParse<RightAction>(entry.Name, out var action))
                            return RoleErrors.Permissions(
                                $"'{Shown(entry.Name)}' is not an action on {member.Name}; use one of {Names<RightAction>()}.");
                        if (entry.Value.ValueKind != JsonValueKind.String ||
                            !PermissionNames.TryParse<Scope>(entry.Value.GetString(), out var scope))
                            return RoleErrors.Permissions(
                                $"'{Shown(entry.Value.ToString())}' is not a scope of {member.Name}.{entry.Name}; use one of " +
                                    $"{Names<Scope>()}.");
                        scopes[new Right(resource, action)] = scope;
                    }

                    break;
                default:
                    return RoleErrors.Permissions(
                        $"permissions.{member.Name} must be a list of actions or an object from action to scope.");
            }
        }

        return new Permissions(scopes);
    }

    /// <summary>The first permission of <paramref name="other"/> that exceeds these, at its scope. Null if these include all of
    /// them.</summary>
    public string? FirstBeyond(Permissions other)
    {
        foreach (var (right, scope) in other.scopes)
        {
            if (this[right] is not { } mine || mine < scope)
                return $"{right} ({PermissionNames.Of(scope)})";
        }

        return null;
    }

    /// <summary>The permissions that <paramref name="other"/> does not include, or only with a narrower scope.</summary>
    public Permissions Beyond(Permissions other) =>
        new(scopes.Where(s => other[s.Key] is not { } given || given < s.Value).ToDictionary());

    /// <summary>The permissions that both include, each with the narrower scope.</summary>
    public Permissions Within(Permissions other) => new(scopes
        .Select(s => (s.Key, Scope: other[s.Key] is { } given && given < s.Value ? given : s.Value))
        .Where(s => other[s.Key] is not null)
        .ToDictionary(s => s.Key, s => s.Scope));

    /// <summary>Serializes to the form with scopes.</summary>
    public JsonElement ToJson() => JsonSerializer.SerializeToElement(scopes
        .GroupBy(s => s.Key.Resource)
        .OrderBy(g => g.Key)
        .ToDictionary(g => PermissionNames.Of(g.Key), g => g.OrderBy(s => s.Key.Action)
            .ToDictionary(s => PermissionNames.Of(s.Key.Action), s => PermissionNames.Of(s.Value))));

    private static string Shown(string text) => TextRules.Printable(text);

    private static string Names<T>()
        where T : struct, Enum => string.Join(", ", Enum.GetValues<T>().Select(PermissionNames.Of));
}
