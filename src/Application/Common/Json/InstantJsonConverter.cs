using System.Text.Json;
using System.Text.Json.Serialization;

namespace Crm.Application.Common.Json;

/// <summary>Reads instants as RFC 3339 with an offset. Writes them in UTC with six decimals.</summary>
internal sealed class InstantJsonConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Instants.TryParse(TextJsonConverter.ReadRaw(ref reader), out var instant)
            ? instant
            : throw new JsonException("must be an instant with its offset, such as 2026-01-31T09:30:00Z.");

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        Span<byte> utf8 = stackalloc byte[Instants.Length];
        Instants.Write(value, utf8);
        writer.WriteStringValue(utf8);
    }
}
