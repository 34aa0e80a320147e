using System.Text.Json;
using System.Text.Json.Serialization;

namespace Crm.Application.Common.Json;

/// <summary>Converts enums and <see cref="EnumText{T}"/> by their exact names. Numbers, other letter case and combinations are
/// rejected.</summary>
internal sealed class EnumJsonConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsEnum || (typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(EnumText<>));

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeToConvert.IsEnum
            ? typeof(EnumConverter<>).MakeGenericType(typeToConvert)
            : typeof(EnumTextConverter<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;

    private static T Read<T>(ref Utf8JsonReader reader)
        where T : struct, Enum
    {
        var text = TextJsonConverter.ReadRaw(ref reader);
        return EnumText<T>.TryParse(text, out var value)
            ? value
            : throw new JsonException(
                $"'{TextRules.Printable(text ?? "null")}' is not one of its values; {Suggestions.For(text ?? "", EnumText<T>.Names)}");
    }

    private sealed class EnumConverter<T> : JsonConverter<T>
        where T : struct, Enum
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Read<T>(ref reader);

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(EnumText<T>.Of(value));
    }

    private sealed class EnumTextConverter<T> : JsonConverter<EnumText<T>>
        where T : struct, Enum
    {
        public override EnumText<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Read<T>(ref reader);

        public override void Write(Utf8JsonWriter writer, EnumText<T> value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }
}
