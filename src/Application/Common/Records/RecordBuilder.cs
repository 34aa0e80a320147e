using Crm.Application.Common.Fields;

namespace Crm.Application.Common.Records;

/// <summary>Describes a collection.</summary>
public sealed class RecordBuilder
{
    private readonly Record record;

    internal RecordBuilder(Record record) => this.record = record;

    /// <summary>The columns of the users that a record belongs to, the owner first.</summary>
    public RecordBuilder OwnedBy(params string[] columns)
    {
        record.OwnerColumns = columns;
        return this;
    }

    /// <summary>The display name of a record.</summary>
    /// <param name="sql">Over the alias <c>p</c>.</param>
    public RecordBuilder DisplayedAs(SqlFragment sql)
    {
        record.DisplaySql = sql;
        return this;
    }

    /// <summary>Adds a folded search column for <c>q</c>.</summary>
    public RecordBuilder Searched()
    {
        record.SearchColumn = "search_text";
        return this;
    }

    /// <summary>The column that restricts a record to its owner and to holders of the permission to read private records.</summary>
    public RecordBuilder PrivateBy(string column)
    {
        record.PrivateColumn = column;
        return this;
    }

    /// <summary>Declares a child of another record, with the permissions of the parent.</summary>
    public RecordBuilder Under<TParent>(string column)
        where TParent : AggregateRoot
    {
        record.Parent = (typeof(TParent), column);
        return this;
    }

    /// <summary>Grants every logged-in user access to own records. No permission is needed, and API keys have no access.</summary>
    /// <param name="scope">The scope of a caller's action.</param>
    internal RecordBuilder OpenToItsOwner(Func<Caller, RightAction, string, ScopeFilter> scope)
    {
        (record.OpenToItsOwner, record.CustomScope) = (true, scope);
        return this;
    }

    /// <summary>Lets the audit of a single record be listed.</summary>
    /// <param name="entityType">The name in the audit, if it differs from the record's name.</param>
    public RecordBuilder Audited(string? entityType = null)
    {
        record.IsAudited = true;
        record.EntityType = entityType ?? record.EntityType;
        return this;
    }

    /// <summary>Adds a timeline.</summary>
    /// <param name="types">The types of timeline entries, in the order of the union that reads them.</param>
    public RecordBuilder HasTimeline(params TimelineType[] types)
    {
        record.Timeline = types;
        return this;
    }

    /// <summary>Shows the records on the timelines of their subjects.</summary>
    internal RecordBuilder OnTimeline(TimelineSource source)
    {
        record.TimelineSource = source;
        return this;
    }

    public RecordBuilder Fields(Action<FieldSet> declare)
    {
        declare(record.Fields);
        return this;
    }

    /// <summary>Declares a child collection.</summary>
    /// <param name="collection">The path segment under the record.</param>
    /// <param name="table">The table of the children.</param>
    /// <param name="parentColumn">The column that refers to the record.</param>
    /// <param name="describe">Declares fields and options.</param>
    public RecordBuilder Child(string collection, string table, string parentColumn, Action<ChildBuilder> describe)
    {
        var child = new ChildRecord(record, collection, table, parentColumn);
        describe(new ChildBuilder(child));
        record.Add(child);
        return this;
    }
}
