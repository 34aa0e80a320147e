using System.Text.Json.Nodes;

namespace Crm.Application.Common.Records;

/// <summary>JSON Merge Patch (RFC 7396): null removes a member, and an absent member takes its default, as in a PUT.</summary>
internal static class MergePatch
{
    public static void Apply(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is null)
                target.Remove(name);
            else if (value is JsonObject inner && target[name] is JsonObject current)
                Apply(current, inner);
            else
                target[name] = value.DeepClone();
        }
    }
}
