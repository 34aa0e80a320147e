using System.Text.Json;

namespace Crm.Infrastructure.Persistence;

/// <summary>The name of the column that holds a property: the property's name in snake_case.</summary>
internal static class ColumnName
{
    public static string Of(string property) => JsonNamingPolicy.SnakeCaseLower.ConvertName(property);
}
