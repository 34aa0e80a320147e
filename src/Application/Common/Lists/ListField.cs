namespace Crm.Application.Common.Lists;

/// <summary>A field that a list can be filtered or sorted by.</summary>
/// <param name="Name">As the API names it.</param>
/// <param name="Column">A column of the list's table.</param>
/// <param name="Kind">What it holds.</param>
public sealed record ListField(string Name, string Column, FieldKind Kind)
{
    /// <summary>The column it is sorted by; null: not sortable.</summary>
    public string? SortColumn { get; init; }

    /// <summary>Whether the sort column may be null; such rows come last both ways.</summary>
    public bool SortNullable { get; init; }

    /// <summary>The folded column that <c>contains</c> and <c>startsWith</c> look at; null: the column in lower case.</summary>
    public string? FoldedColumn { get; init; }

    /// <summary>
    /// Whether the field's text stands in the list's search column: then the search column's trigram index finds candidates
    /// for each of its operators, and the field itself decides.
    /// </summary>
    public bool Searched { get; init; }

    /// <summary>Whether equality ignores case, as for e-mail addresses.</summary>
    public bool IgnoreCase { get; init; }

    /// <summary>What a computed field stands for: a condition that may name <c>@now</c>. It takes true and false.</summary>
    public string? Condition { get; init; }

    /// <summary>The names of an enum field.</summary>
    public IReadOnlyList<string> EnumNames { get; init; } = [];

    /// <summary>PostgreSQL's name of the type of a value.</summary>
    public string PgType => Kind switch
    {
        FieldKind.Id or FieldKind.UserId => "uuid",
        FieldKind.WholeNumber => "integer",
        FieldKind.Number => "numeric",
        FieldKind.Instant => "timestamptz",
        FieldKind.Date => "date",
        FieldKind.Boolean => "boolean",
        _ => "text",
    };

    /// <summary>The operators it takes; the first is the one of <c>field=value</c>.</summary>
    public IReadOnlyList<string> Operators => Kind switch
    {
        _ when Condition is not null => ["eq"],
        FieldKind.Text => ["eq", "ne", "in", "contains", "startsWith", "isNull"],
        FieldKind.Enum or FieldKind.Id or FieldKind.UserId => ["eq", "ne", "in", "isNull"],
        FieldKind.Boolean => ["eq", "ne", "isNull"],
        FieldKind.Tags => ["has"],
        _ => ["eq", "ne", "in", "gt", "gte", "lt", "lte", "isNull"],
    };
}
