using System.Globalization;
using Crm.Application.Common.Fields;

namespace Crm.Application.Common.Records;

/// <summary>
/// Declares a collection: its names, its table, its owners, its references, and each field once. Lists, permissions, trash,
/// audit, timelines and the generic use cases are derived from it. There is no other list of collections.
/// </summary>
public abstract class Record
{
    private readonly List<ChildRecord> children = [];

    private protected Record(Type? aggregate, Type? view, Resource resource, string name, string collection, string table)
    {
        (Aggregate, View, Resource, Collection, Table) = (aggregate, view, resource, collection, table);
        (Name, PluralName) = (name, collection.Replace('-', ' '));
        EntityType = Pascal(name);
        NotFound = Error.NotFound($"{name.ToLowerInvariant().Replace(' ', '_')}_not_found", $"There is no such {name}.");
        // The base constructor runs the declaration, so it must not depend on fields of a subclass.
        Describe(new RecordBuilder(this));
        if (aggregate is not null)
            Fields.Instant("deletedAt").Hidden();
    }

    /// <summary>The aggregate. Null for read-only records of the service.</summary>
    public Type? Aggregate { get; }

    /// <summary>The view that GET returns.</summary>
    public Type? View { get; }

    /// <summary>The resource of its permissions.</summary>
    public Resource Resource { get; }

    /// <summary>The name in messages: <c>lead list</c>.</summary>
    public string Name { get; }

    /// <summary>The plural name in messages: <c>lead lists</c>.</summary>
    public string PluralName { get; }

    /// <summary>The path segment under <c>/api</c>: <c>lead-lists</c>.</summary>
    public string Collection { get; }

    /// <summary>The name in operation ids: <c>LeadList</c>.</summary>
    public string OperationName => Pascal(Name);

    /// <summary>The plural name in operation ids: <c>LeadLists</c>.</summary>
    public string OperationPluralName => Pascal(PluralName);

    /// <summary>The name in the audit.</summary>
    public string EntityType { get; internal set; }

    /// <summary>The table. <c>deleted_at</c> is null in live rows.</summary>
    public string Table { get; }

    /// <summary>The error if there is no such record, or none that the caller can see.</summary>
    public Error NotFound { get; }

    /// <summary>The columns of the users that a record belongs to, the owner first. Empty if it has no owner.</summary>
    public IReadOnlyList<string> OwnerColumns { get; internal set; } = [];

    /// <summary>The column of the owner that lists show next to a record. A user is not its own owner.</summary>
    public string? OwnerColumn => OwnerColumns.FirstOrDefault(c => c != "id");

    /// <summary>The display name of a record, as SQL over the alias <c>p</c>.</summary>
    public SqlFragment DisplaySql { get; internal set; } = $"null::text";

    /// <summary>The folded search column of names and other words. Null if the collection does not have <c>q</c>.</summary>
    public string? SearchColumn { get; internal set; }

    /// <summary>The folded search column of addresses and numbers. Null if no such field is searched.</summary>
    public string? AddressColumn => SearchColumn is not null && Fields.All.Any(f => f is { IsSearched: true, IsAddress: true })
        ? "search_addresses"
        : null;

    /// <summary>The column that makes a record private to its owner. Null: none.</summary>
    public string? PrivateColumn { get; internal set; }

    /// <summary>The parent aggregate and the column that refers to it. Null: no parent.</summary>
    public (Type Aggregate, string Column)? Parent { get; internal set; }

    /// <summary>Whether the audit of a single record can be listed.</summary>
    public bool IsAudited { get; internal set; }

    /// <summary>Whether every logged-in user has access to own records. No permission is needed, and API keys have no access.</summary>
    internal bool OpenToItsOwner { get; set; }

    /// <summary>The scope of an action, if owner columns do not define it.</summary>
    internal Func<Caller, RightAction, string, ScopeFilter>? CustomScope { get; set; }

    /// <summary>Whether records have a timeline.</summary>
    public bool HasTimeline => Timeline.Count > 0;

    /// <summary>The types of timeline entries. Empty: no timeline.</summary>
    internal IReadOnlyList<TimelineType> Timeline { get; set; } = [];

    /// <summary>How it is shown on the timelines of its subjects. Null: not shown.</summary>
    internal TimelineSource? TimelineSource { get; set; }

    public FieldSet Fields { get; } = new();

    /// <summary>The declared children.</summary>
    public IReadOnlyList<ChildRecord> Children => children;

    /// <summary>The subject fields. A record with subjects is visible through any of them.</summary>
    internal IEnumerable<RecordField> Subjects => Fields.All.Where(f => f.IsSubject);

    /// <summary>The declaration of its list.</summary>
    public Lists.ListSpec List =>
        field ??= new Lists.ListSpec(Table, Resource, Fields)
        {
            Always = $"t.deleted_at is null",
            SearchColumn = SearchColumn,
            AddressColumn = AddressColumn,
            SearchLink = Fields.All.SingleOrDefault(f => f.IsSearchedThrough),
        };

    /// <summary>The records of one parent.</summary>
    internal Lists.ListParent Of(Guid parentId)
    {
        var parent = RecordCatalog.Of(Parent!.Value.Aggregate);
        return new Lists.ListParent(parent.Resource, parent.Table, Parent!.Value.Column, parentId, parent.NotFound);
    }

    /// <summary>The child collection with this name.</summary>
    public ChildRecord Child(string collection) => children.Single(c => c.Collection == collection);

    protected abstract void Describe(RecordBuilder record);

    internal void Add(ChildRecord child) => children.Add(child);

    private static string Pascal(string words) =>
        string.Concat(CultureInfo.InvariantCulture.TextInfo.ToTitleCase(words.ToLowerInvariant()).Split(' '));
}

/// <summary>The declaration of a collection of aggregates.</summary>
/// <typeparam name="TAggregate">The aggregate.</typeparam>
/// <typeparam name="TView">The view that GET returns.</typeparam>
public abstract class Record<TAggregate, TView>(
    Resource resource, string name, string collection, string? table = null)
    : Record(typeof(TAggregate), typeof(TView), resource, name, collection, table ?? collection.Replace('-', '_'))
    where TAggregate : AggregateRoot
    where TView : class, IView;
