using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Crm.Application.Common.Json;
using Crm.Application.Common.Validation;
using FluentValidation;
using FluentValidation.Internal;
using FluentValidation.Validators;
using Microsoft.OpenApi;

namespace Crm.Api.OpenApi;

/// <summary>How a type is used: shown in a response, sent as a body, or sent as a merge patch.</summary>
internal enum SchemaUse
{
    Shown,
    Sent,
    Patch,
}

/// <summary>A member of a JSON object, as the serializer sees it.</summary>
internal sealed record Member(JsonPropertyInfo Json, MemberInfo Info)
{
    public string Name => Json.Name;
    public Type Type => Json.PropertyType;
    public bool IsImportOnly => Info.IsDefined(typeof(ImportOnlyAttribute), true);

    /// <summary>Members in the order they are written in; ignored ones have neither getter nor setter.</summary>
    public static IEnumerable<Member> Of(Type type, SchemaUse use) =>
        from p in CrmJson.Options.GetTypeInfo(type).Properties
        where (use == SchemaUse.Shown ? p.Get is not null : p.Set is not null) && p.AttributeProvider is MemberInfo
        select new Member(p, (MemberInfo)p.AttributeProvider!);
}

/// <summary>
/// Builds schemas from the types as the serializer sees them, with the limits of their validators and the texts of their doc
/// comments. Objects and enums become components.
/// </summary>
internal sealed class ApiSchemas(OpenApiDocument document, DocComments comments, IServiceProvider services)
{
    private readonly Dictionary<(Type, SchemaUse), string> names = [];

    public IOpenApiSchema Of(Type type, SchemaUse use, bool nullable = false)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
            return Of(inner, use, nullable: true);
        if (Plain(type) is { } plain)
            return nullable ? OrNull(plain) : plain;
        if (EnumOf(type) is { } enumType)
            return Reference(enumType, SchemaUse.Shown, nullable, () => EnumSchema(enumType));
        var info = CrmJson.Options.GetTypeInfo(type);
        switch (info.Kind)
        {
            case JsonTypeInfoKind.Enumerable:
                var items = new OpenApiSchema { Type = JsonSchemaType.Array, Items = Of(info.ElementType!, use) };
                return nullable ? OrNull(items) : items;
            case JsonTypeInfoKind.Dictionary:
                var map = new OpenApiSchema { Type = JsonSchemaType.Object, AdditionalProperties = Of(info.ElementType!, use) };
                return nullable ? OrNull(map) : map;
            case JsonTypeInfoKind.Object when info.Properties.Count > 0:
                return Reference(type, use, nullable, () => ObjectSchema(type, use));
            default:
                throw new InvalidOperationException($"{type} has no members: describe its JSON in {nameof(ApiSchemas)}.");
        }
    }

    public string? Comment(MemberInfo member) => comments.Of(member);

    public static Type? EnumOf(Type type) => type.IsEnum ? type
        : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(EnumText<>) ? type.GetGenericArguments()[0]
        : null;

    public static IReadOnlyList<string> NamesOf(Type enumType) =>
        (IReadOnlyList<string>)typeof(EnumText<>).MakeGenericType(enumType)
            .GetProperty(nameof(EnumText<LeadSource>.Names))!.GetValue(null)!;

    /// <summary>Types that are one JSON value.</summary>
    private static OpenApiSchema? Plain(Type type)
    {
        if (type == typeof(string))
            return new OpenApiSchema { Type = JsonSchemaType.String };
        if (type == typeof(bool))
            return new OpenApiSchema { Type = JsonSchemaType.Boolean };
        if (type == typeof(int) || type == typeof(short))
            return new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32" };
        if (type == typeof(long))
            return new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64" };
        if (type == typeof(decimal) || type == typeof(double))
            return new OpenApiSchema { Type = JsonSchemaType.Number };
        if (type == typeof(Guid))
            return new OpenApiSchema { Type = JsonSchemaType.String, Format = "uuid" };
        if (type == typeof(DateOnly))
            return new OpenApiSchema { Type = JsonSchemaType.String, Format = "date" };
        if (type == typeof(DateTimeOffset))
            return new OpenApiSchema { Type = JsonSchemaType.String, Format = "date-time" };
        // Without a format: clients would read it as one of the two.
        if (type == typeof(DateOrInstant))
            return new OpenApiSchema { Type = JsonSchemaType.String };
        if (type == typeof(JsonElement) || type == typeof(JsonObject) || type == typeof(JsonNode))
            return new OpenApiSchema { Type = JsonSchemaType.Object, AdditionalPropertiesAllowed = true };
        return null;
    }

    private static OpenApiSchema OrNull(OpenApiSchema schema)
    {
        schema.Type |= JsonSchemaType.Null;
        return schema;
    }

    private IOpenApiSchema Reference(Type type, SchemaUse use, bool nullable, Func<OpenApiSchema> make)
    {
        if (!names.TryGetValue((type, use), out var name))
        {
            name = Name(type) + (use == SchemaUse.Patch ? "Patch" : "");
            if (names.ContainsValue(name))
                name += use == SchemaUse.Shown ? "View" : "Input";
            names[(type, use)] = name;
            // Registered before it is filled: a type may contain itself.
            document.Components!.Schemas![name] = new OpenApiSchema();
            document.Components.Schemas[name] = make();
        }

        var reference = new OpenApiSchemaReference(name, document);
        return nullable ? new OpenApiSchema { OneOf = [reference, new OpenApiSchema { Type = JsonSchemaType.Null }] } : reference;
    }

    private static string Name(Type type) => type.IsGenericType
        ? string.Concat(type.GetGenericArguments().Select(Name)) + type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]
        : type.Name;

    private OpenApiSchema EnumSchema(Type type) => new()
    {
        Type = JsonSchemaType.String,
        Enum = [.. NamesOf(type).Select(n => (JsonNode)JsonValue.Create(n))],
        Description = comments.Of(type),
    };

    private OpenApiSchema ObjectSchema(Type type, SchemaUse use)
    {
        var schema = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = comments.Of(type),
            Properties = new Dictionary<string, IOpenApiSchema>(),
            Required = new SortedSet<string>(StringComparer.Ordinal),
        };
        var rules = use == SchemaUse.Shown ? [] : RulesOf(type);
        var defaults = use == SchemaUse.Shown ? new Dictionary<string, object>() : MemberDefaults.Of(type);
        foreach (var member in Member.Of(type, use))
        {
            if (use == SchemaUse.Patch && member.IsImportOnly)
                continue;
            var nullable = use == SchemaUse.Shown ? member.Json.IsGetNullable : member.Json.IsSetNullable;
            var mine = rules.Where(r => r.Rule.Member?.Name == member.Info.Name).ToList();
            var isRequired = IsRequired(member, use, nullable, mine, defaults);
            var standard = IsRequiredBy(mine) ? null : defaults.GetValueOrDefault(member.Name);
            var value = IsRequiredBy(mine)
                ? Of(Nullable.GetUnderlyingType(member.Type) ?? member.Type, use)
                : Of(member.Type, use, nullable || standard is not null);
            var description = new List<string>();
            if (comments.Of(member.Info) is { } comment)
                description.Add(comment);
            if (member.IsImportOnly)
                description.Add("Only for callers with the import permission; for other callers the member is unknown.");
            if (value is OpenApiSchema own)
                description.AddRange(Limit(own, mine));
            if (isRequired)
                schema.Required.Add(member.Name);
            // In words: generators take a member with a default for one that is always there.
            if (standard is not null)
                description.Add(standard is Array ? "Default: empty." : $"Default: `{Json(standard)}`.");
            SetDescription(ref value, string.Join(' ', description));
            schema.Properties[member.Name] = value;
        }

        return schema;
    }

    /// <summary>A reference can have its own description.</summary>
    private static void SetDescription(ref IOpenApiSchema schema, string text)
    {
        if (text.Length == 0)
            return;
        if (schema is OpenApiSchemaReference reference)
            reference.Description = text;
        else
            ((OpenApiSchema)schema).Description = text;
    }

    private static bool IsRequired(
        Member member, SchemaUse use, bool nullable, List<RuleStep> rules, IReadOnlyDictionary<string, object> defaults)
    {
        switch (use)
        {
            case SchemaUse.Patch:
                return false;
            case SchemaUse.Shown:
                // Absent values are null, never omitted, except for members with a condition.
                return member.Json.ShouldSerialize is null;
            default:
                if (member.Json.IsRequired || IsRequiredBy(rules))
                    return true;
                if (nullable)
                    return false;
                return !defaults.ContainsKey(member.Name) && member.Json.AssociatedParameter is not { HasDefaultValue: true };
        }
    }

    private static string Json(object value) => JsonSerializer.Serialize(value, value.GetType(), CrmJson.Options).Trim('"');

    private static bool IsRequiredBy(List<RuleStep> rules) => rules.Any(r =>
        r.IsAlways && r.Validator is INotNullValidator or INotEmptyValidator or IFieldRuleValidator { Rule: RequiredRule });

    // ------------------------------------------------------------------------------------------ limits of the validators

    private sealed record RuleStep(IValidationRule Rule, IRuleComponent Component)
    {
        public IPropertyValidator Validator => Component.Validator;
        public bool IsAlways => !Rule.HasCondition && !Rule.HasAsyncCondition && !Component.HasCondition && !Component.HasAsyncCondition;
    }

    private List<RuleStep> RulesOf(Type type)
    {
        var steps = new List<RuleStep>();
        // A record's rules include those of its base records, which have validators of their own.
        for (var t = type; t is not null && t != typeof(object); t = t.BaseType)
        {
            if (services.GetService(typeof(IValidator<>).MakeGenericType(t)) is IValidator validator)
                steps.AddRange(validator.CreateDescriptor().Rules.SelectMany(r => r.Components.Select(c => new RuleStep(r, c))));
        }

        return steps;
    }

    /// <summary>Adds the limits to the schema; returns as sentences what a schema cannot express.</summary>
    private static List<string> Limit(OpenApiSchema schema, List<RuleStep> rules)
    {
        var sentences = new List<string>();
        foreach (var step in rules.Where(r => r.IsAlways))
        {
            switch (step.Validator)
            {
                case INotEmptyValidator or INotNullValidator:
                    if (schema.Type == JsonSchemaType.String && schema.Format is null)
                        schema.MinLength ??= 1;
                    break;
                case ILengthValidator length:
                    schema.MaxLength = length.Max > 0 ? length.Max : schema.MaxLength;
                    schema.MinLength = length.Min > 0 ? length.Min : schema.MinLength;
                    break;
                case IBetweenValidator between:
                    schema.Minimum = Number(between.From);
                    schema.Maximum = Number(between.To);
                    break;
                case IComparisonValidator { Comparison: Comparison.GreaterThanOrEqual, ValueToCompare: { } least }:
                    schema.Minimum = Number(least);
                    break;
                case IComparisonValidator { Comparison: Comparison.LessThanOrEqual, ValueToCompare: { } most }:
                    schema.Maximum = Number(most);
                    break;
                case IFieldRuleValidator { Rule: var rule }:
                    if (!Limit(schema, rule))
                        sentences.Add($"It {rule.Message}");
                    break;
                default:
                    if (step.Component.GetUnformattedErrorMessage() is { } message &&
                        message.StartsWith("must ", StringComparison.Ordinal) && !message.Contains('{', StringComparison.Ordinal))
                        sentences.Add($"It {message}");
                    break;
            }
        }

        return sentences;
    }

    /// <summary>Adds a rule of the domain to the schema.</summary>
    /// <returns>Whether the schema expresses the whole rule.</returns>
    private static bool Limit(OpenApiSchema schema, FieldRule rule)
    {
        switch (rule)
        {
            case RequiredRule:
                if (schema.Type == JsonSchemaType.String && schema.Format is null)
                    schema.MinLength ??= 1;
                return true;
            case MaxLengthRule length:
                schema.MaxLength = length.Length;
                return true;
            case BetweenRule between:
                schema.Minimum = Number(between.Min);
                schema.Maximum = Number(between.Max);
                return true;
            case AtLeastRule least:
                schema.Minimum = Number(least.Min);
                return true;
            case StorableTextRule or StorableItemsRule:
                // Any JSON text that a client can send has this format.
                return true;
            case MoneyRule:
                schema.Minimum = "0";
                schema.Maximum = Number(Limits.MaxMoney);
                return false;
            case EmailRule:
                schema.Format = "email";
                schema.MaxLength = EmailRule.MaxLength;
                return false;
            case ItemCountRule count:
                schema.MaxItems = count.Max;
                return false;
            case ItemLengthRule length when schema.Items is OpenApiSchema item:
                (item.MinLength, item.MaxLength) = (1, length.Max);
                return false;
            default:
                return false;
        }
    }

    private static string Number(object value) => Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
