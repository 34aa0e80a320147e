using Crm.Application.Common.Fields;

namespace Crm.Application.Common.Records;

/// <summary>Describes a child of a record.</summary>
public sealed class ChildBuilder
{
    private readonly ChildRecord child;

    internal ChildBuilder(ChildRecord child) => this.child = child;

    /// <summary>A single child can be read by its own URL.</summary>
    public ChildBuilder Viewed<TView>(Error notFound)
        where TView : class, IChildView
    {
        (child.View, child.NotFound) = (typeof(TView), notFound);
        return this;
    }

    /// <summary>The sort order of the list, by another column than the id if ids are not in time order.</summary>
    public ChildBuilder Sorted(string sort, string tieBreak = "id", string pgType = "uuid")
    {
        (child.DefaultSort, child.TieBreak) = (sort, (tieBreak, pgType));
        return this;
    }

    internal ChildBuilder OnTimeline(TimelineSource source)
    {
        child.TimelineSource = source;
        return this;
    }

    public ChildBuilder Fields(Action<FieldSet> declare)
    {
        declare(child.Fields);
        return this;
    }
}
