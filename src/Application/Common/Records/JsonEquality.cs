using System.Text.Json;
using System.Text.Json.Nodes;

namespace Crm.Application.Common.Records;

/// <summary>
/// Compares two JSON values: numbers and instants by value, since clients write them in the form of their language, objects without regard
/// to member order.
/// </summary>
internal static class JsonEquality
{
    public static bool Values(JsonNode? a, JsonNode? b) => (a, b) switch
    {
        (null, null) => true,
        // A member that is absent equals null: some clients send no nulls.
        (JsonObject x, JsonObject y) => x.Select(m => m.Key).Union(y.Select(m => m.Key)).All(name => Values(x[name], y[name])),
        (JsonArray x, JsonArray y) => x.Count == y.Count && x.Zip(y).All(p => Values(p.First, p.Second)),
        (JsonValue x, JsonValue y) => Scalars(x, y),
        _ => false,
    };

    private static bool Scalars(JsonValue a, JsonValue b)
    {
        var (x, y) = (a.Deserialize<JsonElement>(), b.Deserialize<JsonElement>());
        if (x.ValueKind != y.ValueKind)
            return false;
        if (x.ValueKind == JsonValueKind.Number && x.TryGetDecimal(out var m) && y.TryGetDecimal(out var n))
            return m == n;
        if (x.ValueKind == JsonValueKind.String && Instants.TryParse(x.GetString()!, out var s) &&
            Instants.TryParse(y.GetString()!, out var t))
            return s == t;
        return JsonElement.DeepEquals(x, y);
    }
}
