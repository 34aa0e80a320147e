using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Crm.Application.Common.Json;

/// <summary>The JSON options of the service: camelCase, strict.</summary>
public static class CrmJson
{
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>Applies the options of the service to options that the framework created.</summary>
    public static void Apply(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.RespectNullableAnnotations = true;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.Never;
        options.MaxDepth = 32;
        // Responses are application/json and are never embedded in HTML.
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.Converters.Add(new TextJsonConverter());
        options.Converters.Add(new ExactDecimalJsonConverter());
        options.Converters.Add(new InstantJsonConverter());
        options.Converters.Add(new DateOrInstantJsonConverter());
        options.Converters.Add(new EnumJsonConverterFactory());
    }

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions();
        Apply(options);
        options.TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { ShownWithAttribute.Apply } };
        options.MakeReadOnly();
        return options;
    }
}
