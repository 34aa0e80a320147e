using Crm.Application.Common.Fields;

namespace Crm.Application.Common.Records;

/// <summary>What belongs to one record and has no life of its own: lines, profiles, members, history.</summary>
public sealed class ChildRecord
{
    internal ChildRecord(Record parent, string collection, string table, string parentColumn) =>
        (Parent, Collection, Table, ParentColumn) = (parent, collection, table, parentColumn);

    public Record Parent { get; }

    /// <summary>The path under its record: <c>social-profiles</c>.</summary>
    public string Collection { get; }

    public string Table { get; }

    /// <summary>The column that names its record.</summary>
    public string ParentColumn { get; }

    public FieldSet Fields { get; } = new();

    /// <summary>What a GET of one shows; null: it is only listed.</summary>
    public Type? View { get; internal set; }

    /// <summary>The response where there is no such child.</summary>
    public Error? NotFound { get; internal set; }

    /// <summary>As in <c>sort=</c>.</summary>
    public string DefaultSort { get; internal set; } = "-createdAt";

    /// <summary>What makes the order of its list total.</summary>
    public (string Column, string PgType) TieBreak { get; internal set; } = ("id", "uuid");

    /// <summary>Its place on the timelines of its record; null: none.</summary>
    internal TimelineSource? TimelineSource { get; set; }

    /// <summary>The grammar of its list.</summary>
    public Lists.ListSpec List => field ??= new Lists.ListSpec(Table, Parent.Resource, Fields) { TieBreak = TieBreak, DefaultSort = DefaultSort };

    /// <summary>The children of one record.</summary>
    internal Lists.ListParent Of(Guid parentId) => new(Parent.Resource, Parent.Table, ParentColumn, parentId, Parent.NotFound);
}
