using System.Text.Json;
using System.Text.Json.Serialization;

namespace Crm.Application.Common.Json;

/// <summary>Reads numbers without rounding. A number that decimal cannot represent exactly is rejected.</summary>
internal sealed class ExactDecimalJsonConverter : JsonConverter<decimal>
{
    private const int SafeDigits = 28;

    public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.Number)
            throw new JsonException("must be a number.");
        if (!reader.TryGetDecimal(out var value))
            throw new JsonException("is too large a number.");
        var digits = 0;
        var exponent = false;
        foreach (var b in reader.ValueSpan)
        {
            if (b is (byte)'e' or (byte)'E')
                exponent = true;
            else if (b is >= (byte)'0' and <= (byte)'9' && !exponent)
                digits++;
        }

        if (digits > SafeDigits || (exponent && value == 0 && HasNonZeroDigit(reader.ValueSpan)))
            throw new JsonException("has too many digits.");
        return value;
    }

    public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) => writer.WriteNumberValue(value);

    private static bool HasNonZeroDigit(ReadOnlySpan<byte> number)
    {
        foreach (var b in number)
        {
            if (b is (byte)'e' or (byte)'E')
                return false;
            if (b is >= (byte)'1' and <= (byte)'9')
                return true;
        }

        return false;
    }
}
