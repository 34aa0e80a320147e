using System.Text.Json;
using System.Text.Json.Serialization;

namespace Crm.Application.Common.Json;

/// <summary>Reads a date or an instant, and writes it as it was given.</summary>
internal sealed class DateOrInstantJsonConverter : JsonConverter<DateOrInstant>
{
    public override DateOrInstant Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        DatesOrInstants.TryParse(TextJsonConverter.ReadRaw(ref reader)) ?? throw new JsonException(
            "must be an instant with its offset, such as 2026-01-31T09:30:00Z, or a date, such as 2026-01-31.");

    public override void Write(Utf8JsonWriter writer, DateOrInstant value, JsonSerializerOptions options) =>
        writer.WriteStringValue(DatesOrInstants.Format(value));
}
