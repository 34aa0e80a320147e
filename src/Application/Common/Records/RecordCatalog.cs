namespace Crm.Application.Common.Records;

/// <summary>All declared collections, found by assembly scan.</summary>
public static class RecordCatalog
{
    /// <summary>All collections, ordered by name.</summary>
    public static IReadOnlyList<Record> All { get; } =
    [
        .. typeof(RecordCatalog).Assembly.GetTypes()
            .Where(t => t is { IsAbstract: false } && t.IsSubclassOf(typeof(Record)))
            .Select(t => (Record)Activator.CreateInstance(t)!)
            .OrderBy(r => r.Collection, StringComparer.Ordinal),
    ];

    private static readonly Dictionary<Type, Record> ByAggregate = All.Where(r => r.Aggregate is not null).ToDictionary(r => r.Aggregate!);
    private static readonly Dictionary<Type, Record> ByView = All.Where(r => r.View is not null).ToDictionary(r => r.View!);

    private static readonly Dictionary<Resource, Record> ByResource =
        All.Where(r => r is { Parent: null, CustomScope: null }).ToDictionary(r => r.Resource);

    private static readonly Dictionary<Type, ChildRecord> ChildrenByView =
        All.SelectMany(r => r.Children).Where(c => c.View is not null).ToDictionary(c => c.View!);

    /// <summary>The declaration for an aggregate.</summary>
    public static Record Of<TAggregate>()
        where TAggregate : AggregateRoot => Cache<TAggregate>.Record;

    /// <summary>The declaration for an aggregate. A missing declaration is a bug.</summary>
    public static Record Of(Type aggregate) => ByAggregate[aggregate];

    /// <summary>The collection of a resource. Null if the resource is not a collection.</summary>
    public static Record? Of(Resource resource) => ByResource.GetValueOrDefault(resource);

    /// <summary>The declaration for a view: a record, or a child of one.</summary>
    internal static (Record Record, ChildRecord? Child) OfView<TView>()
        where TView : class, IView => ByView.TryGetValue(typeof(TView), out var record)
        ? (record, null)
        : (ChildrenByView[typeof(TView)].Parent, ChildrenByView[typeof(TView)]);

    private static class Cache<TAggregate>
    {
        public static readonly Record Record = ByAggregate[typeof(TAggregate)];
    }
}
