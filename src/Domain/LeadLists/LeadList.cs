using Crm.Domain.Common;

namespace Crm.Domain.LeadLists;

/// <summary>A collection of leads for a campaign. Its members are rows of their own, never loaded with it.</summary>
public sealed class LeadList : AggregateRoot
{
    private LeadList()
    {
    }

    private LeadList(Guid id, DateTimeOffset createdAt)
        : base(id, createdAt)
    {
    }

    public string Name { get; private set; } = "";
    public string? Description { get; private set; }
    public LeadListType Type { get; private set; }
    public bool IsActive { get; private set; }

    /// <summary>When a lead last joined or left; raises the version, since members are part of the list.</summary>
    public DateTimeOffset? MembersChangedAt { get; private set; }
    public string NameFolded { get; private set; } = "";
    public string SearchText { get; private set; } = "";
}
