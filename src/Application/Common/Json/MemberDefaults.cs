using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Crm.Application.Common.Json;

/// <summary>
/// The defaults of the members of a request. For such a member, null is the same as leaving it out: clients generated for languages
/// that know no difference send null for what was not set.
/// </summary>
public static class MemberDefaults
{
    private static readonly ConcurrentDictionary<Type, IReadOnlyDictionary<string, object>> Known = new();

    /// <summary>The members that cannot be null and have a default, such as an empty list.</summary>
    public static IReadOnlyDictionary<string, object> Of(Type type) => Known.GetOrAdd(type, Find);

    /// <summary>Removes such members where they are null.</summary>
    internal static void RemoveNulls(JsonObject json, Type type)
    {
        var defaults = Of(type);
        foreach (var property in CrmJson.Options.GetTypeInfo(type).Properties)
        {
            if (!json.TryGetPropertyValue(property.Name, out var value))
                continue;
            if (value is null && defaults.ContainsKey(property.Name))
                json.Remove(property.Name);
            else if (value is JsonObject inner && CrmJson.Options.GetTypeInfo(property.PropertyType).Kind == JsonTypeInfoKind.Object)
                RemoveNulls(inner, property.PropertyType);
            else if (value is JsonArray items && CrmJson.Options.GetTypeInfo(property.PropertyType).ElementType is { } element)
                RemoveNulls(items, element);
        }
    }

    private static void RemoveNulls(JsonArray items, Type element)
    {
        if (CrmJson.Options.GetTypeInfo(element).Kind != JsonTypeInfoKind.Object)
            return;
        foreach (var item in items.OfType<JsonObject>())
            RemoveNulls(item, element);
    }

    private static Dictionary<string, object> Find(Type type)
    {
        var found = new Dictionary<string, object>(StringComparer.Ordinal);
        if (type.GetConstructor(Type.EmptyTypes) is null || type.IsAbstract)
            return found;
        var fresh = Activator.CreateInstance(type)!;
        foreach (var property in CrmJson.Options.GetTypeInfo(type).Properties)
        {
            // Text, ids and objects that are empty by default have no default meaning.
            if (property is { Set: not null, IsSetNullable: false, IsRequired: false, Get: { } get } && get(fresh) is { } value &&
                value is not ("" or JsonElement { ValueKind: JsonValueKind.Undefined }) && !value.Equals(Guid.Empty))
                found[property.Name] = value;
        }

        return found;
    }
}
