using System.Globalization;

namespace Crm.Application.Common.Lists;

/// <summary>
/// The one declaration of a list: what it reads from, and the fields it can be filtered and sorted by. Parsing, the
/// did-you-mean message, the OpenAPI document and the SQL all come from it.
/// </summary>
public sealed class ListSpec
{
    /// <summary>Rows of a page where no limit is given.</summary>
    public const int DefaultLimit = 50;

    /// <summary>Most rows of a page.</summary>
    public const int MaxLimit = 200;

    private readonly Dictionary<string, ListField> fields = new(StringComparer.Ordinal);

    private ListSpec(string table, string alias, Resource resource) => (Table, Alias, Resource) = (table, alias, resource);

    public string Table { get; }
    public string Alias { get; }
    public Resource Resource { get; }

    /// <summary>A condition that every row meets.</summary>
    public string Always { get; private set; } = "true";

    /// <summary>The folded search column of <c>q</c>; null: the list has no <c>q</c>.</summary>
    public string? SearchColumn { get; private set; }

    /// <summary>What makes the order total.</summary>
    public (string Column, string PgType) TieBreak { get; private set; } = ("id", "uuid");

    /// <summary>Whether it is read whole: no sort, cursor or count.</summary>
    public bool IsBoard { get; private set; }

    /// <summary>As in <c>sort=</c>.</summary>
    public string DefaultSort { get; private set; } = "-createdAt";

    public IReadOnlyDictionary<string, ListField> Fields => fields;
    public IEnumerable<ListField> SortableFields => fields.Values.Where(f => f.SortColumn is not null);

    /// <summary>A list of the live rows of a table.</summary>
    public static ListSpec Of(string table, string alias, Resource resource) =>
        new(table, alias, resource) { Always = $"{alias}.deleted_at is null" };

    /// <summary>A list of the deleted rows of a table.</summary>
    public static ListSpec Trash(string table, string alias, Resource resource) =>
        new(table, alias, resource) { Always = $"{alias}.deleted_at is not null" };

    /// <summary>A list of the rows of a table that has no trash.</summary>
    public static ListSpec OfAll(string table, string alias, Resource resource) => new(table, alias, resource);

    /// <summary>Rows that meet a condition, shown all at once in columns; <c>limit</c> counts per column.</summary>
    public static ListSpec Board(string table, string alias, Resource resource, string always) =>
        new(table, alias, resource) { Always = always, IsBoard = true };

    public ListSpec Search(string column = "search_text")
    {
        SearchColumn = column;
        return this;
    }

    /// <summary>Orders by a sequence number where ids do not follow time.</summary>
    public ListSpec Newest(string sort, string tieBreak, string pgType)
    {
        DefaultSort = sort;
        TieBreak = (tieBreak, pgType);
        return this;
    }

    public ListSpec Text(string name, string? column = null, string? folded = null, string? sortBy = null, bool ignoreCase = false, bool searched = false) => Add(
        new ListField(name, column ?? Snake(name), FieldKind.Text) { FoldedColumn = folded, SortColumn = sortBy, IgnoreCase = ignoreCase, Searched = searched });

    public ListSpec Enum<T>(string name, string? column = null)
        where T : struct, Enum => Add(new ListField(name, column ?? Snake(name), FieldKind.Enum) { EnumNames = EnumText<T>.Names });

    public ListSpec Id(string name, string? column = null) => Add(new ListField(name, column ?? Snake(name), FieldKind.Id));

    /// <summary>A user; <c>me</c> stands for the caller.</summary>
    public ListSpec User(string name, string? column = null) => Add(new ListField(name, column ?? Snake(name), FieldKind.UserId));

    public ListSpec Tags(string name) => Add(new ListField(name, Snake(name), FieldKind.Tags));

    public ListSpec Boolean(string name) => Add(new ListField(name, Snake(name), FieldKind.Boolean));

    /// <summary>A yes or no that is computed, not stored.</summary>
    /// <param name="name">As the API names it.</param>
    /// <param name="condition">On the list's alias; may name <c>@now</c>.</param>
    public ListSpec When(string name, string condition) => Add(new ListField(name, "", FieldKind.Boolean) { Condition = condition });

    public ListSpec WholeNumber(string name, bool sort = false, bool nullable = false) => Value(name, FieldKind.WholeNumber, sort, nullable);

    public ListSpec Number(string name, bool sort = false, bool nullable = false) => Value(name, FieldKind.Number, sort, nullable);

    public ListSpec Instant(string name, bool sort = false, bool nullable = false) => Value(name, FieldKind.Instant, sort, nullable);

    public ListSpec Date(string name, bool sort = false, bool nullable = false) => Value(name, FieldKind.Date, sort, nullable);

    private ListSpec Value(string name, FieldKind kind, bool sort, bool nullable) =>
        Add(new ListField(name, Snake(name), kind) { SortColumn = sort ? Snake(name) : null, SortNullable = nullable });

    private ListSpec Add(ListField field)
    {
        fields.Add(field.Name, field);
        return this;
    }

    private static string Snake(string name) =>
        string.Concat(name.Select(c => char.IsUpper(c) ? "_" + char.ToLower(c, CultureInfo.InvariantCulture) : c.ToString()));
}
