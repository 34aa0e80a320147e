using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Crm.Application.Common.Json;

/// <summary>Reads instants that can be given as a date, see <see cref="DateOrInstantAttribute"/>. Writes them like other
/// instants.</summary>
internal sealed class InstantOrDateJsonConverter(bool atItsEnd) : JsonConverter<DateTimeOffset?>
{
    /// <summary>Assigns the converter to the members that accept a date.</summary>
    public static void Apply(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            if (property.AttributeProvider?.GetCustomAttributes(typeof(DateOrInstantAttribute), true) is [DateOrInstantAttribute takesDate])
                property.CustomConverter = new InstantOrDateJsonConverter(takesDate.AtItsEnd);
        }
    }

    public override DateTimeOffset? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = TextJsonConverter.ReadRaw(ref reader);
        if (Instants.TryParse(text, out var instant))
            return instant;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            var start = new DateTimeOffset(date, TimeOnly.MinValue, TimeSpan.Zero);
            if (start >= Instants.Min && start <= Instants.Max.AddDays(-1))
                return atItsEnd ? start.AddDays(1).AddMicroseconds(-1) : start;
        }

        throw new JsonException("must be an instant with its offset, such as 2026-01-31T09:30:00Z, or a date, such as 2026-01-31.");
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset? value, JsonSerializerOptions options)
    {
        if (value is { } instant)
            writer.WriteStringValue(Instants.Format(instant));
        else
            writer.WriteNullValue();
    }
}
