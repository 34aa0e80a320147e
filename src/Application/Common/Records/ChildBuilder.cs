using Crm.Application.Common.Fields;

namespace Crm.Application.Common.Records;

/// <summary>Describes a child of a record.</summary>
public sealed class ChildBuilder
{
    private readonly ChildRecord child;

    internal ChildBuilder(ChildRecord child) => this.child = child;

    /// <summary>One of them can be read by itself.</summary>
    public ChildBuilder Viewed<TView>(Error notFound)
        where TView : class, IChildView
    {
        (child.View, child.NotFound) = (typeof(TView), notFound);
        return this;
    }

    /// <summary>The order of its list, by a column other than the id where ids do not follow time.</summary>
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
