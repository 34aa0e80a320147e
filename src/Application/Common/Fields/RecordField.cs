using System.Globalization;

namespace Crm.Application.Common.Fields;

/// <summary>A field of a record: its column, and how lists, updates and the audit treat it.</summary>
public sealed class RecordField
{
    internal RecordField(string name, FieldKind kind, string? column = null) => (Name, Kind, Column) = (name, kind, column ?? Snake(name));

    /// <summary>The name in the API.</summary>
    public string Name { get; }

    /// <summary>The type of the values.</summary>
    public FieldKind Kind { get; }

    /// <summary>The column in the record's table.</summary>
    public string Column { get; }

    /// <summary>Whether the text is an address or a number: e-mail, phone, web. Its search words are kept apart from names.</summary>
    public bool IsAddress { get; internal init; }

    /// <summary>The enum of the values. Null if the field is none.</summary>
    public Type? EnumType { get; internal init; }

    /// <summary>The names of the enum values.</summary>
    public IReadOnlyList<string> EnumNames { get; internal init; } = [];

    /// <summary>The aggregate that the field refers to. Null if it is not a reference.</summary>
    public Type? Target { get; internal init; }

    /// <summary>The field that names the target collection. Null if the target is fixed or there is none.</summary>
    public string? TypedBy { get; internal init; }

    /// <summary>The column of the instant of a date or instant. Null for other kinds.</summary>
    public string? InstantColumn { get; internal init; }

    /// <summary>Whether lists can be filtered by the field.</summary>
    public bool IsFilter { get; private set; }

    /// <summary>The column that lists are sorted by. Null if not sortable.</summary>
    public string? SortColumn { get; private set; }

    /// <summary>Whether the sort column is nullable. Null values sort last in both directions.</summary>
    public bool SortNullable { get; private set; }

    /// <summary>The folded column for <c>contains</c> and <c>startsWith</c>. Null: the column in lower case.</summary>
    public string? FoldedColumn { get; private set; }

    /// <summary>
    /// Whether the text of the field is part of a search column, that of addresses or that of all other words. The trigram index then finds
    /// candidates for each operator of the field, and a condition on the field itself selects among them.
    /// </summary>
    public bool IsSearched { get; private set; }

    /// <summary>Whether equality ignores letter case, as for e-mail addresses.</summary>
    public bool IgnoresCase { get; private set; }

    /// <summary>The condition of a computed boolean filter, as a function of the time of the request.</summary>
    public Func<SqlFragment, SqlFragment>? Condition { get; private set; }

    /// <summary>Whether PUT replaces the value.</summary>
    public bool IsWritable { get; private set; }

    /// <summary>The data protection class.</summary>
    public FieldClass Class { get; private set; }

    /// <summary>Whether the first value counts as known at creation, such as the source of an imported lead.</summary>
    public bool IsKnownAtCreation { get; private set; }

    /// <summary>Whether the service derives the value. A derived value does not raise the version and is not audited.</summary>
    public bool IsDerived { get; private set; }

    /// <summary>Whether the value follows from other fields of the record. It raises the version and is audited with them.</summary>
    public bool FollowsFromOthers { get; private set; }

    /// <summary>Whether the service derives the value or takes it from other records. An update ignores it.</summary>
    public bool IsOfService => IsDerived || FollowsFromOthers || Kind == FieldKind.Computed;

    /// <summary>Whether only the response of an action, such as the creation, contains the value.</summary>
    public bool IsShownOnceOnly { get; private set; }

    /// <summary>Whether no response contains the value.</summary>
    public bool IsHidden { get; private set; }

    /// <summary>Whether the audit records only that the value changed, not the value.</summary>
    public bool IsSecret => IsHidden && Class == FieldClass.Sensitive;

    /// <summary>The member that shows the name of the referenced record. Null: none.</summary>
    public string? DisplayedAs { get; private set; }

    /// <summary>Whether the referenced record is a subject of this record. A record is visible through any of its subjects.</summary>
    public bool IsSubject { get; private set; }

    /// <summary>Whether the second line of the record's search column has the words of the referenced record.</summary>
    public bool IsSearchedThrough { get; private set; }

    /// <summary>The action of the audit rows if this field changes. Update: nothing specific.</summary>
    public AuditAction Action { get; private set; } = AuditAction.Update;

    /// <summary>The error of a restore while the referenced record is in the trash. Null: the restore is allowed.</summary>
    public Error? RestoreError { get; private set; }

    /// <summary>The PostgreSQL type of a value.</summary>
    public string PgType => Kind switch
    {
        FieldKind.Id or FieldKind.UserId => "uuid",
        FieldKind.WholeNumber => "integer",
        FieldKind.Number => "numeric",
        FieldKind.Instant or FieldKind.DateOrInstant => "timestamptz",
        FieldKind.Date => "date",
        FieldKind.Boolean => "boolean",
        _ => "text",
    };

    /// <summary>The filter operators. The first is the default, as in <c>field=value</c>.</summary>
    public IReadOnlyList<string> Operators => Kind switch
    {
        _ when Condition is not null => ["eq"],
        FieldKind.Text => ["eq", "ne", "in", "contains", "startsWith", "isNull"],
        FieldKind.Enum or FieldKind.Id or FieldKind.UserId => ["eq", "ne", "in", "isNull"],
        FieldKind.Boolean => ["eq", "ne", "isNull"],
        FieldKind.Tags => ["has"],
        _ => ["eq", "ne", "in", "gt", "gte", "lt", "lte", "isNull"],
    };

    /// <summary>Allows lists to be filtered by the field.</summary>
    /// <param name="folded">The folded column for <c>contains</c> and <c>startsWith</c>.</param>
    /// <param name="ignoreCase">Whether equality ignores letter case.</param>
    public RecordField Filter(string? folded = null, bool ignoreCase = false)
    {
        (IsFilter, FoldedColumn, IgnoresCase) = (true, folded, ignoreCase);
        return this;
    }

    /// <summary>Allows lists to be sorted by the field in both directions, with an index on <c>(column, id)</c>.</summary>
    /// <param name="column">Another column, for example the folded one.</param>
    /// <param name="nullable">Whether the column is nullable.</param>
    public RecordField Sort(string? column = null, bool nullable = false)
    {
        (SortColumn, SortNullable) = (column ?? Column, nullable);
        return this;
    }

    /// <summary>Includes the text in the record's search column for its kind.</summary>
    public RecordField Search()
    {
        IsSearched = true;
        return this;
    }

    /// <summary>Lets PUT replace the value.</summary>
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

    /// <inheritdoc cref="FollowsFromOthers"/>
    public RecordField Follows()
    {
        FollowsFromOthers = true;
        return this;
    }

    /// <inheritdoc cref="IsShownOnceOnly"/>
    public RecordField ShownOnceOnly()
    {
        IsShownOnceOnly = true;
        return this;
    }

    /// <inheritdoc cref="IsHidden"/>
    public RecordField Hidden()
    {
        IsHidden = true;
        return this;
    }

    /// <summary>Shows the name of the referenced record next to the id.</summary>
    public RecordField Displayed(string member)
    {
        DisplayedAs = member;
        return this;
    }

    /// <summary>Declares a computed filter.</summary>
    /// <param name="condition">A condition over the alias <c>t</c>, as a function of the time of the request.</param>
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

    /// <inheritdoc cref="IsSearchedThrough"/>
    public RecordField SearchedThrough()
    {
        IsSearchedThrough = true;
        return this;
    }

    /// <inheritdoc cref="Action"/>
    public RecordField AuditedAs(AuditAction action)
    {
        Action = action;
        return this;
    }

    /// <summary>Prevents a restore while the referenced record is in the trash.</summary>
    public RecordField BlocksRestore(Error error)
    {
        RestoreError = error;
        return this;
    }

    private static string Snake(string name) =>
        string.Concat(name.Select(c => char.IsUpper(c) ? "_" + char.ToLower(c, CultureInfo.InvariantCulture) : c.ToString()));
}
