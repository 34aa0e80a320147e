using Crm.Application.Common.Fields;

namespace Crm.Application.Common.Records;

/// <summary>Declares rows that belong to one record and exist only with it: lines, profiles, members, history.</summary>
public sealed class ChildRecord
{
    internal ChildRecord(Record parent, string collection, string table, string parentColumn) =>
        (Parent, Collection, Table, ParentColumn) = (parent, collection, table, parentColumn);

    public Record Parent { get; }

    /// <summary>The path segment under the parent record: <c>social-profiles</c>.</summary>
    public string Collection { get; }

    public string Table { get; }

    /// <summary>The column that refers to the parent record.</summary>
    public string ParentColumn { get; }

    public FieldSet Fields { get; } = new();

    /// <summary>The view that GET of one child returns. Null if children can only be listed.</summary>
    public Type? View { get; internal set; }

    /// <summary>The error if there is no such child.</summary>
    public Error? NotFound { get; internal set; }

    /// <summary>The default of the parameter <c>sort</c>.</summary>
    public string DefaultSort { get; internal set; } = "-createdAt";

    /// <summary>The tie-break column, which makes the order of the list total.</summary>
    public (string Column, string PgType) TieBreak { get; internal set; } = ("id", "uuid");

    /// <summary>How it is shown on the timelines of its parent. Null: not shown.</summary>
    internal TimelineSource? TimelineSource { get; set; }

    /// <summary>The declaration of its list.</summary>
    public Lists.ListSpec List =>
        field ??= new Lists.ListSpec(Table, Parent.Resource, Fields) { TieBreak = TieBreak, DefaultSort = DefaultSort };

    /// <summary>The children of one record.</summary>
    internal Lists.ListParent Of(Guid parentId) => new(Parent.Resource, Parent.Table, ParentColumn, parentId, Parent.NotFound);
}
