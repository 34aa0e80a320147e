namespace Crm.Domain.LeadLists;

/// <summary>A collection of leads for a campaign. Its members are rows of their own, never loaded with it.</summary>
public sealed class LeadList : AggregateRoot, IDeletable, IRestorable
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

    public static LeadList Create(Guid id, string name, string? description, LeadListType type, bool isActive, DateTimeOffset now)
    {
        var list = new LeadList(id, now);
        list.Take(name, description, type, isActive);
        list.Raise(new LeadListCreated(id, now));
        return list;
    }

    public void Update(string name, string? description, LeadListType type, bool isActive, DateTimeOffset now)
    {
        Take(name, description, type, isActive);
        Raise(new LeadListUpdated(Id, now));
    }

    /// <summary>Records that leads joined or left; where none did, nothing changes.</summary>
    public void ChangeMembers(int added, int removed, DateTimeOffset now)
    {
        if (added == 0 && removed == 0)
            return;
        // Two changes within a microsecond are two changes.
        MembersChangedAt = now > MembersChangedAt || MembersChangedAt is null ? now : MembersChangedAt.Value.AddMicroseconds(1);
        Raise(new LeadListMembersChanged(Id, added, removed, now));
    }

    public void Delete(DateTimeOffset now)
    {
        DeletedAt = now;
        Raise(new LeadListDeleted(Id, now));
    }

    /// <summary>Brings the list back as it was; a live one stays as it is.</summary>
    public void Restore(DateTimeOffset now)
    {
        if (DeletedAt is null)
            return;
        DeletedAt = null;
        Raise(new LeadListRestored(Id, now));
    }

    private void Take(string name, string? description, LeadListType type, bool isActive)
    {
        Name = name;
        Description = description;
        Type = type;
        IsActive = isActive;
        NameFolded = Folding.Fold(name);
        SearchText = Folding.SearchText(name, description);
    }
}
