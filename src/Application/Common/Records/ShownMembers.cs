using Crm.Application.Common.Fields;
using Crm.Application.Common.Json;

namespace Crm.Application.Common.Records;

/// <summary>The members of a record's responses that an update cannot change, by what an update does with them.</summary>
/// <param name="Ignored">What the service derives or takes from other records, and what only the response of an action contains.</param>
/// <param name="Compared">The others: an update accepts them only with the current value.</param>
internal sealed record ShownMembers(IReadOnlySet<string> Ignored, IReadOnlySet<string> Compared)
{
    /// <summary>Reads them from the declaration of the record or child that the view shows.</summary>
    public static ShownMembers Of<TView>()
        where TView : class, IView => Cache<TView>.Members;

    private static ShownMembers Declared(Type view, FieldSet fields, IEnumerable<ChildRecord> children)
    {
        var shown = CrmJson.Options.GetTypeInfo(view).Properties.Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
        // Children with a view of their own are content of the record: dropping a change of them silently would lose it.
        var content = children.Where(c => c.View is not null).Select(c => c.Collection).ToHashSet(StringComparer.Ordinal);
        var ignored = fields.All.Select(f => f.DisplayedAs).OfType<string>()
            .Concat(fields.All.Where(f => f.IsShownOnceOnly).Select(f => f.Name))
            .Concat(fields.All.Where(f => f.IsOfService && shown.Contains(f.Name) && !content.Contains(f.Name)).Select(f => f.Name))
            .ToHashSet(StringComparer.Ordinal);
        return new ShownMembers(ignored, shown.Except(ignored).ToHashSet(StringComparer.Ordinal));
    }

    private static class Cache<TView>
        where TView : class, IView
    {
        public static readonly ShownMembers Members = RecordCatalog.OfView<TView>() is (var record, var child) && child is not null
            ? Declared(typeof(TView), child.Fields, [])
            : Declared(typeof(TView), record.Fields, record.Children);
    }
}
