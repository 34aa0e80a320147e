using System.Text.Json.Nodes;

namespace Crm.Application.Common.Writing;

/// <summary>JSON Merge Patch (RFC 7396); a null stays as null, since every member of a record is always present.</summary>
internal static class MergePatch
{
    public static void Apply(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is JsonObject inner && target[name] is JsonObject present)
                ApplyInside(present, inner);
            else
                target[name] = value?.DeepClone();
        }
    }

    /// <summary>Inside a free object (a role's permissions) a null removes the member, as the RFC says.</summary>
    private static void ApplyInside(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is null)
                target.Remove(name);
            else if (value is JsonObject inner && target[name] is JsonObject present)
                ApplyInside(present, inner);
            else
                target[name] = value.DeepClone();
        }
    }
}
