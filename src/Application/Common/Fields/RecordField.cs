using System.Globalization;

namespace Crm.Application.Common.Fields;

/// <summary>A field of a record: its column, and what lists, writes and the audit do with it.</summary>
public sealed class RecordField
{
    internal RecordField(string name, FieldKind kind, string? column = null) => (Name, Kind, Column) = (name, kind, column ?? Snake(name));

    /// <summary>As the API names it.</summary>
    public string Name { get; }

    /// <summary>What it holds.</summary>
    public FieldKind Kind { get; }

    /// <summary>A column of the record's table.</summary>
    public string Column { get; }

    /// <summary>The names of an enum field.</summary>
    public IReadOnlyList<string> EnumNames { get; internal init; } = [];

    /// <summary>The aggregate that it refers to; null: it is no reference.</summary>
    public Type? Target { get; internal init; }

    /// <summary>The field that names the collection it refers to; null: it always refers to the same, or to none.</summary>
    public string? TypedBy { get; internal init; }

    /// <summary>A filter of the record's lists.</summary>
    public bool IsFilter { get; private set; }

    /// <summary>The column that lists are sorted by; null: not sortable.</summary>
    public string? SortColumn { get; private set; }

    /// <summary>Whether the sort column may be null; such rows come last in both directions.</summary>
    public bool SortNullable { get; private set; }

    /// <summary>The folded column that <c>contains</c> and <c>startsWith</c> look at; null: the column in lower case.</summary>
    public string? FoldedColumn { get; private set; }

    /// <summary>
    /// Whether the field's text is part of the search column: its trigram index then finds candidates for each of the field's
    /// operators, and the field itself decides.
    /// </summary>
    public bool IsSearched { get; private set; }

    /// <summary>Whether equality ignores case, as for e-mail addresses.</summary>
    public bool IgnoresCase { get; private set; }

    /// <summary>The condition of a computed filter, which takes true and false; given the time of the request.</summary>
    public Func<SqlFragment, SqlFragment>? Condition { get; private set; }

    /// <summary>Whether a PUT replaces it.</summary>
    public bool IsWritable { get; private set; }

    /// <summary>How its values are to be protected.</summary>
    public FieldClass Class { get; private set; }

    /// <summary>Whether its first value can be taken for known when the record was created, as for an imported lead's source.</summary>
    public bool IsKnownAtCreation { get; private set; }

    /// <summary>Whether the service derives it: it neither raises the version nor is audited.</summary>
    public bool IsDerived { get; private set; }

    /// <summary>Whether only the response of the creation shows it.</summary>
    public bool IsShownAtCreationOnly { get; private set; }

    /// <summary>Whether no response shows it.</summary>
    public bool IsHidden { get; private set; }

    /// <summary>Whether the audit says that it changed, never its value.</summary>
    public bool IsSecret => IsHidden && Class == FieldClass.Sensitive;

    /// <summary>The member that shows the name of the record it refers to; null: none.</summary>
    public string? DisplayedAs { get; private set; }

    /// <summary>Whether the record is about the one it refers to: visible through any of these.</summary>
    public bool IsSubject { get; private set; }

    /// <summary>The refusal to restore while the record it refers to is in the trash; null: that does not matter.</summary>
    public Error? RestoreError { get; private set; }

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

    /// <summary>The operators of a filter; the first is the one of <c>field=value</c>.</summary>
    public IReadOnlyList<string> Operators => Kind switch
    {
        _ when Condition is not null => ["eq"],
        FieldKind.Text => ["eq", "ne", "in", "contains", "startsWith", "isNull"],
        FieldKind.Enum or FieldKind.Id or FieldKind.UserId => ["eq", "ne", "in", "isNull"],
        FieldKind.Boolean => ["eq", "ne", "isNull"],
        FieldKind.Tags => ["has"],
        _ => ["eq", "ne", "in", "gt", "gte", "lt", "lte", "isNull"],
    };

    /// <summary>Lists can be filtered by it.</summary>
    /// <param name="folded">The folded column for <c>contains</c> and <c>startsWith</c>.</param>
    /// <param name="ignoreCase">Whether equality ignores case.</param>
    public RecordField Filter(string? folded = null, bool ignoreCase = false)
    {
        (IsFilter, FoldedColumn, IgnoresCase) = (true, folded, ignoreCase);
        return this;
    }

    /// <summary>Lists can be sorted by it, in both directions, along an index on <c>(column, id)</c>.</summary>
    /// <param name="column">Another column, such as the folded one.</param>
    /// <param name="nullable">Whether the column may be null.</param>
    public RecordField Sort(string? column = null, bool nullable = false)
    {
        (SortColumn, SortNullable) = (column ?? Column, nullable);
        return this;
    }

    /// <summary>Its text is part of the record's search column.</summary>
    public RecordField Search()
    {
        IsSearched = true;
        return this;
    }

    /// <summary>A PUT replaces it.</summary>
    public RecordField Writable()
    {
        IsWritable = true;
        return this;
    }

    /// <inheritdoc cref="FieldClass.Personal"/>
    public RecordField Personal()
    {
        Class = FieldClass.Personal;
        return this;
    }

    /// <inheritdoc cref="FieldClass.Sensitive"/>
    public RecordField Sensitive()
    {
        Class = FieldClass.Sensitive;
        return this;
    }

    /// <inheritdoc cref="IsKnownAtCreation"/>
    public RecordField AtCreation()
    {
        IsKnownAtCreation = true;
        return this;
    }

    /// <inheritdoc cref="IsDerived"/>
    public RecordField Derived()
    {
        IsDerived = true;
        return this;
    }

    /// <inheritdoc cref="IsShownAtCreationOnly"/>
    public RecordField ShownAtCreationOnly()
    {
        IsShownAtCreationOnly = true;
        return this;
    }

    /// <inheritdoc cref="IsHidden"/>
    public RecordField Hidden()
    {
        IsHidden = true;
        return this;
    }

    /// <summary>The name of the record it refers to is shown beside it.</summary>
    public RecordField Displayed(string member)
    {
        DisplayedAs = member;
        return this;
    }

    /// <summary>A computed filter.</summary>
    /// <param name="condition">Over the alias <c>t</c>; given the time of the request.</param>
    public RecordField When(Func<SqlFragment, SqlFragment> condition)
    {
        (IsFilter, Condition) = (true, condition);
        return this;
    }

    /// <inheritdoc cref="IsSubject"/>
    public RecordField Subject()
    {
        IsSubject = true;
        return this;
    }

    /// <summary>The record is not restored while the one it refers to is in the trash.</summary>
    public RecordField BlocksRestore(Error error)
    {
        RestoreError = error;
        return this;
    }

    private static string Snake(string name) =>
        string.Concat(name.Select(c => char.IsUpper(c) ? "_" + char.ToLower(c, CultureInfo.InvariantCulture) : c.ToString()));
}
