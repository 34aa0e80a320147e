using System.Text.Json;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Crm.Infrastructure.Persistence;

/// <summary>Stores JSON that a caller sent as jsonb.</summary>
internal sealed class JsonElementConverter() : ValueConverter<JsonElement, string>(v => v.GetRawText(), s => Parse(s))
{
    private static JsonElement Parse(string text) => JsonElement.Parse(text);
}

/// <summary>Compares values by meaning, not by text.</summary>
internal sealed class JsonElementComparer()
    : ValueComparer<JsonElement>((a, b) => JsonElement.DeepEquals(a, b), v => v.ValueKind.GetHashCode(), v => v);
