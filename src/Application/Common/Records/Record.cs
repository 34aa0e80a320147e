using System.Globalization;
using Crm.Application.Common.Fields;

namespace Crm.Application.Common.Records;

/// <summary>
/// Declares a collection: its names, its table, whose records they are, what they refer to, and each field once. Lists, rights,
/// trash, audit, timelines and the generic use cases read it; there is no other list of collections.
/// </summary>
public abstract class Record
{
    private readonly List<ChildRecord> children = [];

    private readonly Error? notFound;

    private protected Record(Type? aggregate, Type? view, Resource resource, string name, string collection, string table, Error? notFound)
    {
        (Aggregate, View, Resource, Collection, Table, this.notFound) = (aggregate, view, resource, collection, table, notFound);
        (Name, PluralName) = (name, collection.Replace('-', ' '));
        EntityType = Pascal(name);
        // The declaration is complete once it is made: nothing of it depends on a subclass's own fields.
        Describe(new RecordBuilder(this));
        if (aggregate is not null)
            Fields.Instant("deletedAt").Hidden();
    }

    /// <summary>The aggregate; null: read-only records of the service's own.</summary>
    public Type? Aggregate { get; }

    /// <summary>What a GET shows.</summary>
    public Type? View { get; }

    /// <summary>The resource that permissions are given on.</summary>
    public Resource Resource { get; }

    /// <summary>One of them in words: <c>lead list</c>.</summary>
    public string Name { get; }

    /// <summary>Several of them in words: <c>lead lists</c>.</summary>
    public string PluralName { get; }

    /// <summary>The path under <c>/api</c>: <c>lead-lists</c>.</summary>
    public string Collection { get; }

    /// <summary>The name in operation ids: <c>LeadList</c>.</summary>
    public string OperationName => Pascal(Name);

    /// <summary>The name of several in operation ids: <c>LeadLists</c>.</summary>
    public string OperationPluralName => Pascal(PluralName);

    /// <summary>The name in the audit.</summary>
    public string EntityType { get; internal set; }

    /// <summary>The table; live rows have no <c>deleted_at</c>.</summary>
    public string Table { get; }

    /// <summary>The response where there is none, or none that the caller sees.</summary>
    public Error NotFound => notFound ?? throw new InvalidOperationException($"No {Name} is read by itself.");

    /// <summary>The columns that make a record somebody's, the owner's first; none: it belongs to nobody.</summary>
    public IReadOnlyList<string> OwnerColumns { get; internal set; } = [];

    /// <summary>The column of the owner that lists show beside a record; a user is not its own.</summary>
    public string? OwnerColumn => OwnerColumns.FirstOrDefault(c => c != "id");

    /// <summary>What people know a record by, as SQL over the alias <c>p</c>.</summary>
    public SqlFragment DisplaySql { get; internal set; } = $"null::text";

    /// <summary>The folded search column; null: the collection has no <c>q</c>.</summary>
    public string? SearchColumn { get; internal set; }

    /// <summary>The column that makes a record private to its owner; null: none.</summary>
    public string? PrivateColumn { get; internal set; }

    /// <summary>The aggregate that it is a child of, with the column that names it; null: it stands by itself.</summary>
    public (Type Aggregate, string Column)? Parent { get; internal set; }

    /// <summary>Whether the audit of one record can be listed.</summary>
    public bool IsAudited { get; internal set; }

    /// <summary>Whether a login is enough to reach one's own; no permission is needed, and no API key opens them.</summary>
    internal bool OpenToItsOwner { get; set; }

    /// <summary>Which records an action reaches, where owner columns do not say it.</summary>
    internal Func<Caller, RightAction, string, ScopeFilter>? CustomScope { get; set; }

    /// <summary>Whether it has a timeline.</summary>
    public bool HasTimeline => Timeline.Count > 0;

    /// <summary>What its timeline holds; empty: it has none.</summary>
    internal IReadOnlyList<TimelineType> Timeline { get; set; } = [];

    /// <summary>Its own place on the timelines of its subjects; null: none.</summary>
    internal TimelineSource? TimelineSource { get; set; }

    public FieldSet Fields { get; } = new();

    /// <summary>The lists of what belongs to one record.</summary>
    public IReadOnlyList<ChildRecord> Children => children;

    /// <summary>What it is about: visible through any of these, where it has one.</summary>
    internal IEnumerable<RecordField> Subjects => Fields.All.Where(f => f.IsSubject);

    /// <summary>The grammar of its list.</summary>
    public Lists.ListSpec List =>
        field ??= new Lists.ListSpec(Table, Resource, Fields) { Always = $"t.deleted_at is null", SearchColumn = SearchColumn };

    /// <summary>Those of one parent.</summary>
    internal Lists.ListParent Of(Guid parentId)
    {
        var parent = RecordCatalog.Of(Parent!.Value.Aggregate);
        return new Lists.ListParent(parent.Resource, parent.Table, Parent!.Value.Column, parentId, parent.NotFound);
    }

    /// <summary>The child of this name.</summary>
    public ChildRecord Child(string collection) => children.Single(c => c.Collection == collection);

    protected abstract void Describe(RecordBuilder record);

    internal void Add(ChildRecord child) => children.Add(child);

    private static string Pascal(string words) => string.Concat(CultureInfo.InvariantCulture.TextInfo.ToTitleCase(words.ToLowerInvariant()).Split(' '));
}

/// <summary>The declaration of a collection of aggregates.</summary>
/// <typeparam name="TAggregate">What is changed.</typeparam>
/// <typeparam name="TView">What a GET shows.</typeparam>
public abstract class Record<TAggregate, TView>(
    Resource resource, string name, string collection, Error notFound, string? table = null)
    : Record(typeof(TAggregate), typeof(TView), resource, name, collection, table ?? collection.Replace('-', '_'), notFound)
    where TAggregate : AggregateRoot
    where TView : class, IView;
