using Crm.Application.Common.Fields;

namespace Crm.Application.Common.Records;

/// <summary>Describes a collection.</summary>
public sealed class RecordBuilder
{
    private readonly Record record;

    internal RecordBuilder(Record record) => this.record = record;

    /// <summary>The columns of the users whose record it is, the owner's first.</summary>
    public RecordBuilder OwnedBy(params string[] columns)
    {
        record.OwnerColumns = columns;
        return this;
    }

    /// <summary>What people know a record by.</summary>
    /// <param name="sql">Over the alias <c>p</c>.</param>
    public RecordBuilder DisplayedAs(SqlFragment sql)
    {
        record.DisplaySql = sql;
        return this;
    }

    /// <summary>It has a folded search column, which <c>q</c> looks at.</summary>
    public RecordBuilder Searched()
    {
        record.SearchColumn = "search_text";
        return this;
    }

    /// <summary>The column that makes a record its owner's alone, and of those who may read private ones.</summary>
    public RecordBuilder PrivateBy(string column)
    {
        record.PrivateColumn = column;
        return this;
    }

    /// <summary>It belongs to another record and is reached as that one is.</summary>
    public RecordBuilder Under<TParent>(string column)
        where TParent : AggregateRoot
    {
        record.Parent = (typeof(TParent), column);
        return this;
    }

    /// <summary>A login is enough to reach one's own; no permission is needed, and no API key opens them.</summary>
    /// <param name="scope">Which of them a caller's action reaches.</param>
    internal RecordBuilder OpenToItsOwner(Func<Caller, RightAction, string, ScopeFilter> scope)
    {
        (record.OpenToItsOwner, record.CustomScope) = (true, scope);
        return this;
    }

    /// <summary>The audit of one record can be listed.</summary>
    /// <param name="entityType">Its name in the audit, where that is not its name.</param>
    public RecordBuilder Audited(string? entityType = null)
    {
        record.IsAudited = true;
        record.EntityType = entityType ?? record.EntityType;
        return this;
    }

    /// <summary>It has a timeline.</summary>
    /// <param name="types">What the timeline holds, in the order of the union that reads it.</param>
    public RecordBuilder HasTimeline(params TimelineType[] types)
    {
        record.Timeline = types;
        return this;
    }

    /// <summary>It is shown on the timelines of its subjects.</summary>
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

    /// <summary>A list of what belongs to one record.</summary>
    /// <param name="collection">The path under the record.</param>
    /// <param name="table">Its table.</param>
    /// <param name="parentColumn">The column that names the record.</param>
    /// <param name="describe">The rest.</param>
    public RecordBuilder Child(string collection, string table, string parentColumn, Action<ChildBuilder> describe)
    {
        var child = new ChildRecord(record, collection, table, parentColumn);
        describe(new ChildBuilder(child));
        record.Add(child);
        return this;
    }
}
