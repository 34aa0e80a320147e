using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;

namespace Crm.Application.Common.Json;

/// <summary>Reads request bodies. Each error is one sentence that names the member and the remedy.</summary>
public static class StrictJson
{
    public static readonly Error EmptyBody = Error.Invalid("body_missing", "Send a JSON object as the request body.");

    private static readonly JsonDocumentOptions DocumentOptions = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    /// <summary>Parses a body that must be one JSON object without duplicate members.</summary>
    public static Result<JsonObject> ParseObject(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
            return EmptyBody;
        // The parser accepts invalid UTF-8 inside strings and would substitute replacement characters.
        if (!Utf8.IsValid(utf8))
            return Error.Invalid("malformed_json", "The request body is not UTF-8.");
        try
        {
            using var document = JsonDocument.Parse(utf8.ToArray(), DocumentOptions);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return Error.Invalid("body_not_an_object", "The request body must be a JSON object.");
            if (utf8.IndexOf("\\u"u8) >= 0 && FindBroken(document.RootElement, "") is { } broken)
                return broken;
            return JsonNode.Parse(utf8, documentOptions: DocumentOptions)!.AsObject();
        }
        catch (JsonException e)
        {
            return e.Message.Contains("uplicate", StringComparison.Ordinal)
                ? Error.Invalid("duplicate_member", "The request body names a member twice; give each once.")
                : Error.Invalid("malformed_json",
                    $"The request body is not valid JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine}).");
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            return Error.Invalid("malformed_json", "The request body holds broken characters in a member's name.");
        }
    }

    /// <summary>Finds the first text with an escaped unpaired surrogate, which no later step can read.</summary>
    private static Error? FindBroken(JsonElement element, string path)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    if (FindBroken(member.Value, path.Length == 0 ? member.Name : $"{path}.{member.Name}") is { } inMember)
                        return inMember;
                }

                return null;
            case JsonValueKind.Array:
                var index = 0;
                foreach (var item in element.EnumerateArray())
                {
                    if (FindBroken(item, $"{path}[{index++}]") is { } inItem)
                        return inItem;
                }

                return null;
            case JsonValueKind.String:
                try
                {
                    element.GetString();
                    return null;
                }
                catch (InvalidOperationException)
                {
                    const string reason = "must not contain half a surrogate pair.";
                    return Error.Invalid(
                        "invalid_member", $"{path} {reason}") with
                    { Fields = new Dictionary<string, string[]> { [path] = [reason] } };
                }

            default:
                return null;
        }
    }

    /// <summary>Deserializes an object as <typeparamref name="T"/>. Unknown members, wrong types and invalid values are errors that name
    /// the member.</summary>
    /// <param name="json">The object.</param>
    /// <param name="mayImport">Whether members for imports are permitted.</param>
    public static Result<T> Read<T>(JsonObject json, bool mayImport)
    {
        var known = Members(typeof(T), mayImport);
        foreach (var (name, _) in json)
        {
            if (!known.Contains(name))
                return UnknownMember(name, known);
        }

        try
        {
            MemberDefaults.RemoveNulls(json, typeof(T));
            return json.Deserialize<T>(CrmJson.Options)!;
        }
        catch (JsonException e)
        {
            var path = TextRules.Printable(Path(e.Path));
            if (e.Message.Contains("could not be mapped", StringComparison.Ordinal))
                return UnknownMember(typeof(T), path, mayImport);
            return Error.Invalid("invalid_member", $"{(path.Length == 0 ? "The request body" : path)} {Reason<T>(e, path)}") with
            {
                Fields = path.Length == 0 ? null : new Dictionary<string, string[]> { [path] = [Reason<T>(e, path)] },
            };
        }
    }

    /// <summary>The names of the members of a body of this type.</summary>
    public static IReadOnlyCollection<string> Members(Type type, bool mayImport) =>
        [.. Info(type).Properties.Where(p => p.Set is not null && (mayImport || !IsImportOnly(p))).Select(p => p.Name)];

    public static Error UnknownMember(string name, IEnumerable<string> known) => Error.Invalid(
        "unknown_member", $"There is no member '{TextRules.Printable(name)}'; {Suggestions.For(name, known)}")
        with
    { Fields = new Dictionary<string, string[]> { [TextRules.Printable(name)] = ["is not a member of this request."] } };

    /// <summary>The error for an unknown member in a nested object.</summary>
    private static Error UnknownMember(Type body, string path, bool mayImport)
    {
        var end = path.LastIndexOf('.');
        var known = end > 0 && TypeAt(body, path[..end]) is { } type ? Members(type, mayImport) : [];
        return UnknownMember(
            path[(end + 1)..], known) with
        { Fields = new Dictionary<string, string[]> { [path] = ["is not a member of this request."] } };
    }

    private static bool IsImportOnly(JsonPropertyInfo property) =>
        property.AttributeProvider?.IsDefined(typeof(ImportOnlyAttribute), true) == true;

    private static JsonTypeInfo Info(Type type) => CrmJson.Options.GetTypeInfo(type);

    private static string Path(string? path) =>
        path is null ? "" : path.TrimStart('$').TrimStart('.').Replace("['", ".", StringComparison.Ordinal)
            .Replace("']", "", StringComparison.Ordinal).TrimStart('.');

    /// <summary>The converters of the service have readable messages. The framework's messages name .NET types, so the expected type is
    /// named instead.</summary>
    private static string Reason<T>(JsonException e, string path)
    {
        var message = e.Message;
        if (message.StartsWith("must ", StringComparison.Ordinal) || message.StartsWith("has ", StringComparison.Ordinal) ||
            message.StartsWith("is ", StringComparison.Ordinal) || message.StartsWith('\''))
        {
            var end = message.IndexOf(" Path: ", StringComparison.Ordinal);
            return end < 0 ? message : message[..end];
        }

        if (message.Contains("doesn't allow", StringComparison.Ordinal))
            return "must not be null.";
        return $"must be {Expected(TypeAt(typeof(T), path))}.";
    }

    /// <summary>The type at a path in a body of this type, such as <c>activities[0].leadId</c>.</summary>
    private static Type? TypeAt(Type body, string path)
    {
        var type = body;
        foreach (var step in path.Split(['.', '['], StringSplitOptions.RemoveEmptyEntries))
        {
            var info = Info(type);
            if ((step.EndsWith(']') ? info.ElementType : info.Properties.FirstOrDefault(p => p.Name == step)?.PropertyType) is not { } next)
                return null;
            type = next;
        }

        return type;
    }

    private static string Expected(Type? type)
    {
        type = type is null ? null : Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string))
            return "a string";
        if (type == typeof(bool))
            return "true or false";
        if (type == typeof(int) || type == typeof(long))
            return "a whole number within range";
        if (type == typeof(decimal))
            return "a number";
        if (type == typeof(Guid))
            return "an id (a lower-case UUID)";
        if (type == typeof(DateOnly))
            return "a date, YYYY-MM-DD";
        if (type == typeof(string[]))
            return "an array of strings";
        if (type is not null && Info(type).Kind == JsonTypeInfoKind.Enumerable)
            return "an array";
        if (type is not null && Info(type).Kind == JsonTypeInfoKind.Object)
            return "an object";
        return "of another type; see the API description";
    }
}
