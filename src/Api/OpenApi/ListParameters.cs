using System.Globalization;
using System.Text.Json.Nodes;
using Crm.Application.Common.Fields;
using Microsoft.OpenApi;

namespace Crm.Api.OpenApi;

/// <summary>
/// The query parameters of a list, from its declaration. The filters of a field are one parameter: an object with a member for each
/// operator, sent as <c>field[operator]=value</c>. Fields of one type have one schema, and equal parameters are one component.
/// </summary>
internal sealed class ListParameters(OpenApiDocument document, ApiSchemas schemas)
{
    /// <param name="spec">The list.</param>
    /// <param name="operation">The id of its operation.</param>
    public IEnumerable<IOpenApiParameter> Of(ListSpec spec, string operation)
    {
        if (spec.SearchColumn is not null)
        {
            yield return Shared("Search", Query("q",
                "Words to search for, ignoring case and accents. A search word of three or more characters matches anywhere in a word, " +
                    "a shorter one at its start. All must match.",
                new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = Domain.Common.Limits.Line }));
        }

        // A board has no sort order and no pages.
        if (!spec.IsBoard)
        {
            var sorts = spec.SortableFields.SelectMany(f => new[] { f.Name, "-" + f.Name }).ToList();
            // A component, so that its type in a client has a name.
            var name = $"{char.ToUpperInvariant(operation[0])}{operation[1..]}Sort";
            document.Components!.Schemas![name] = new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Enum = [.. sorts.Select(s => (JsonNode)JsonValue.Create(s))],
                Description = "A sort order; `-` means descending.",
            };
            yield return Query("sort",
                $"The sort order; `-` means descending. Absent values come last in both directions. Default: `{spec.DefaultSort}`.",
                new OpenApiSchemaReference(name, document));
        }

        var limit = new OpenApiSchema
        {
            Type = JsonSchemaType.Integer,
            Format = "int32",
            Minimum = "1",
            Maximum = ListSpec.MaxLimit.ToString(CultureInfo.InvariantCulture),
        };
        if (spec.IsBoard)
        {
            yield return Query("limit", $"The maximum number of records per column. Default: {ListSpec.DefaultLimit}.", limit);
        }
        else
        {
            yield return Shared("Limit", Query("limit", $"The maximum number of rows per page. Default: {ListSpec.DefaultLimit}.", limit));
            yield return Shared("Cursor", Query(
                "cursor", "The `nextCursor` of the previous page; valid only for the same filter and sort order.",
                new OpenApiSchema { Type = JsonSchemaType.String }));
            yield return Shared("Count", Query(
                "count", "Adds `count` to the response: the exact number, or an estimate of the database.",
                new OpenApiSchema { Type = JsonSchemaType.String, Enum = ["exact", "estimate"] }));
        }

        foreach (var field in spec.Fields.Values)
            yield return Filter(field);
    }

    private OpenApiParameterReference Filter(RecordField field)
    {
        var type = FilterName(field);
        var plain = field.Operators switch
        {
            ["has", ..] => $"`{field.Name}=a,b` finds the records that have any of these.",
            var operators when operators.Contains("in") => $"`{field.Name}=a,b` finds any of these values.",
            _ => $"`{field.Name}=…` is short for `{field.Name}[eq]=…`.",
        };
        return Shared(char.ToUpperInvariant(field.Name[0]) + field.Name[1..] + type, new OpenApiParameter
        {
            Name = field.Name,
            In = ParameterLocation.Query,
            Description = $"Filters by `{field.Name}`, as in `{field.Name}[{field.Operators[0]}]=…`. {plain}",
            Style = ParameterStyle.DeepObject,
            Explode = true,
            Schema = FilterSchema(field, type),
        });
    }

    /// <summary>The operators depend on the type of the field alone, see <see cref="RecordField.Operators"/>.</summary>
    private static string FilterName(RecordField field) => field switch
    {
        { Condition: not null } => "FlagFilter",
        { EnumType: { } type } => $"{type.Name}Filter",
        _ => $"{field.Kind}Filter",
    };

    private OpenApiSchemaReference FilterSchema(RecordField field, string name)
    {
        document.Components!.Schemas!.TryAdd(name, new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "The operators of a filter; all that are given must hold.",
            Properties = field.Operators.ToDictionary(op => op, IOpenApiSchema (op) => Described(op switch
            {
                // Several values are one text: what a list inside such an object looks like is not defined.
                "in" or "has" => new OpenApiSchema { Type = JsonSchemaType.String },
                "isNull" => new OpenApiSchema { Type = JsonSchemaType.Boolean },
                _ => ValueOf(field),
            }, MeaningOf(op))),
            AdditionalPropertiesAllowed = false,
        });
        return new OpenApiSchemaReference(name, document);
    }

    /// <summary>The schema with a description. Null is a value that is not set: some clients would send zero for that.</summary>
    private static OpenApiSchema Described(OpenApiSchema schema, string meaning)
    {
        schema.Description = schema.Description is { Length: > 0 } own ? $"{meaning} {own}" : meaning;
        if (schema.Type is not null)
            schema.Type |= JsonSchemaType.Null;
        return schema;
    }

    private static string MeaningOf(string op) => op switch
    {
        "eq" => "Equals.",
        "ne" => "Does not equal.",
        "in" => "Is any of these values, separated by commas.",
        "gt" => "Is greater, or later.",
        "gte" => "Is greater or equal, or not earlier.",
        "lt" => "Is less, or earlier.",
        "lte" => "Is less or equal, or not later.",
        "contains" => "Contains, ignoring case and accents.",
        "startsWith" => "Starts with, ignoring case and accents.",
        "isNull" => "Is absent (`true`) or present (`false`).",
        "has" => "Has any of these values, separated by commas.",
        _ => op,
    };

    private OpenApiSchema ValueOf(RecordField field) => field.Kind switch
    {
        FieldKind.Enum => (OpenApiSchema)schemas.Of(field.EnumType!, SchemaUse.Sent, nullable: true),
        FieldKind.Id => new OpenApiSchema { Type = JsonSchemaType.String, Format = "uuid" },
        FieldKind.UserId => new OpenApiSchema { Type = JsonSchemaType.String, Description = "A user's id, or `me`." },
        FieldKind.WholeNumber => new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32" },
        FieldKind.Number => new OpenApiSchema { Type = JsonSchemaType.Number },
        FieldKind.Instant or FieldKind.DateOrInstant => new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            Description = "An instant (RFC 3339), or a date, which means the whole day in the caller's time zone."
        },
        // No format: a generated client would use a type of its language, and write it as that does.
        FieldKind.Date => new OpenApiSchema { Type = JsonSchemaType.String, Description = "A date, `YYYY-MM-DD`." },
        FieldKind.Boolean => new OpenApiSchema { Type = JsonSchemaType.Boolean },
        _ => new OpenApiSchema { Type = JsonSchemaType.String },
    };

    private static OpenApiParameter Query(string name, string description, IOpenApiSchema schema) =>
        new() { Name = name, In = ParameterLocation.Query, Description = description, Schema = schema };

    private OpenApiParameterReference Shared(string name, OpenApiParameter parameter) => SharedParameters.Of(document, name, parameter);
}
