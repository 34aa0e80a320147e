using Crm.Application.Common.Fields;

namespace Crm.Application.Common.Lists;

/// <summary>
/// What a list reads from, and the declared fields it can be filtered and sorted by. Parsing, the did-you-mean message, the
/// OpenAPI document and the SQL all read it.
/// </summary>
public sealed class ListSpec
{
    /// <summary>Rows of a page where no limit is given.</summary>
    public const int DefaultLimit = 50;

    /// <summary>Most rows of a page.</summary>
    public const int MaxLimit = 200;

    /// <param name="table">The table.</param>
    /// <param name="resource">Whose read scope decides.</param>
    /// <param name="fields">The declared fields; those that are filters or sorts count.</param>
    public ListSpec(string table, Resource resource, FieldSet fields)
    {
        (Table, Resource) = (table, resource);
        Fields = fields.All.Where(f => f.IsFilter).ToDictionary(f => f.Name, StringComparer.Ordinal);
    }

    public string Table { get; }

    /// <summary>The table's alias in the list's statement.</summary>
    public string Alias { get; init; } = "t";
    public Resource Resource { get; }

    /// <summary>A condition that every row meets.</summary>
    public SqlFragment Always { get; init; } = $"true";

    /// <summary>The folded search column of <c>q</c>; null: the list has no <c>q</c>.</summary>
    public string? SearchColumn { get; init; }

    /// <summary>What makes the order total.</summary>
    public (string Column, string PgType) TieBreak { get; init; } = ("id", "uuid");

    /// <summary>Whether it is read whole: no sort, cursor or count; <c>limit</c> counts per column.</summary>
    public bool IsBoard { get; init; }

    /// <summary>As in <c>sort=</c>.</summary>
    public string DefaultSort { get; init; } = "-createdAt";

    public IReadOnlyDictionary<string, RecordField> Fields { get; }
    public IEnumerable<RecordField> SortableFields => Fields.Values.Where(f => f.SortColumn is not null);
}
