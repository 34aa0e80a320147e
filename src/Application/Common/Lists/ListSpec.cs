using Crm.Application.Common.Fields;

namespace Crm.Application.Common.Lists;

/// <summary>
/// The source of a list and the fields that it can be filtered and sorted by. The parser, the suggestions in error messages, the
/// OpenAPI document and the SQL use it.
/// </summary>
public sealed class ListSpec
{
    /// <summary>The default number of rows of a page.</summary>
    public const int DefaultLimit = 50;

    /// <summary>The maximum number of rows of a page.</summary>
    public const int MaxLimit = 200;

    /// <param name="table">The table.</param>
    /// <param name="resource">The resource whose read scope applies.</param>
    /// <param name="fields">The declared fields. Those that are filters or sorts are used.</param>
    public ListSpec(string table, Resource resource, FieldSet fields)
    {
        (Table, Resource) = (table, resource);
        Fields = fields.All.Where(f => f.IsFilter).ToDictionary(f => f.Name, StringComparer.Ordinal);
    }

    public string Table { get; }

    /// <summary>The alias of the table in the list's statement.</summary>
    public string Alias { get; init; } = "t";
    public Resource Resource { get; }

    /// <summary>A condition that applies to every row.</summary>
    public SqlFragment Always { get; init; } = $"true";

    /// <summary>The folded search column of names and other words. Null if the list does not have <c>q</c>.</summary>
    public string? SearchColumn { get; init; }

    /// <summary>The folded search column of addresses and numbers. Null if the list has none.</summary>
    public string? AddressColumn { get; init; }

    /// <summary>The tie-break column, which makes the order total.</summary>
    public (string Column, string PgType) TieBreak { get; init; } = ("id", "uuid");

    /// <summary>Whether the list is a board, which is read completely: no sort, cursor or count. <c>limit</c> applies to each
    /// column.</summary>
    public bool IsBoard { get; init; }

    /// <summary>The default of the parameter <c>sort</c>.</summary>
    public string DefaultSort { get; init; } = "-createdAt";

    public IReadOnlyDictionary<string, RecordField> Fields { get; }

    /// <summary>The reference to the record whose words are the second line of the search column. Null: none.</summary>
    public RecordField? SearchLink { get; init; }
    public IEnumerable<RecordField> SortableFields => Fields.Values.Where(f => f.SortColumn is not null);
}
