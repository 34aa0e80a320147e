using System.Text.Json;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Crm.Infrastructure.Persistence;

/// <summary>Stores JSON of the caller's own as jsonb.</summary>
internal sealed class JsonElementConverter() : ValueConverter<JsonElement, string>(v => v.GetRawText(), s => Parse(s))
{
    private static JsonElement Parse(string text) => JsonElement.Parse(text);
}

/// <summary>Two values are the same where they mean the same, whatever their spelling.</summary>
internal sealed class JsonElementComparer() : ValueComparer<JsonElement>((a, b) => JsonElement.DeepEquals(a, b), v => v.ValueKind.GetHashCode(), v => v);
