using System.Text.Json;
using System.Text.Json.Serialization;

namespace Crm.Application.Common.Json;

/// <summary>Reads text and trims it. Rejects NUL and unpaired surrogates, which PostgreSQL cannot store.</summary>
internal sealed class TextJsonConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        ReadRaw(ref reader)?.Trim();

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    internal static string? ReadRaw(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        if (reader.TokenType != JsonTokenType.String)
            throw new JsonException("must be a string.");
        string text;
        try
        {
            text = reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new JsonException("must not contain broken characters (half a surrogate pair, or bytes that are not UTF-8).");
        }

        return TextRules.IsClean(text) ? text : throw new JsonException("must not contain NUL or half a surrogate pair.");
    }
}

/// <summary>Reads text without trimming, for passwords: trailing spaces are significant.</summary>
public sealed class UntrimmedTextJsonConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TextJsonConverter.ReadRaw(ref reader);

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
