using System.Globalization;
using System.Text.Json;
using Crm.Application.Common.Json;
using Crm.Application.Common.Text;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Crm.Infrastructure.Persistence;

/// <summary>
/// Values as the audit stores them: canonical JSON text of the stored value; null stays null, which differs from the empty string.
/// </summary>
internal static class AuditJson
{
    public static string? Of(IProperty property, object? value)
    {
        if (value is null)
            return null;
        var stored = property.GetTypeMapping().Converter?.ConvertToProvider(value) ?? value;
        return stored switch
        {
            string json when property.GetColumnType() == "jsonb" => JsonSerializer.Serialize(JsonElement.Parse(json)),
            decimal number => number.ToString("F" + (property.GetScale() ?? 2), CultureInfo.InvariantCulture),
            DateTimeOffset instant => $"\"{Instants.Format(instant)}\"",
            _ => JsonSerializer.Serialize(stored, stored.GetType(), CrmJson.Options),
        };
    }
}
