namespace Crm.Domain.LeadLists;

/// <summary>A list of leads for a campaign.</summary>
/// <remarks>Its members are separate rows that are not loaded with the aggregate.</remarks>
public sealed class LeadList : AggregateRoot, IDerived, IDeletable, IRestorable
{
    private LeadList()
    {
    }

    private LeadList(Guid id, DateTimeOffset createdAt)
        : base(id, createdAt)
    {
    }
    /// <summary>The field rules of this type.</summary>
    public static FieldRules<LeadList> Rules { get; } = FieldRules.For<LeadList>(f =>
    {
        f.Name(l => l.Name);
        f.Text(l => l.Description);
    });


    public string Name { get; private set; } = "";
    public string? Description { get; private set; }
    public LeadListType Type { get; private set; }
    public bool IsActive { get; private set; }

    /// <summary>When a lead was last added or removed. Raises the version, because the members are part of the list.</summary>
    public DateTimeOffset? MembersChangedAt { get; private set; }
    public string NameFolded { get; private set; } = "";
    public string SearchText { get; private set; } = "";

    public static Result<LeadList> Create(Guid id, string name, string? description, LeadListType type, bool isActive, DateTimeOffset now)
    {
        var list = new LeadList(id, now);
        if (list.Apply(name, description, type, isActive).Error is { } error)
            return error;
        list.Raise(new LeadListCreated(id, now));
        return list;
    }

    public Result Update(string name, string? description, LeadListType type, bool isActive, DateTimeOffset now)
    {
        var taken = Apply(name, description, type, isActive);
        if (taken.Error is null)
            Raise(new LeadListUpdated(Id, now));
        return taken;
    }

    /// <summary>Records that leads were added or removed. Does nothing if both counts are 0.</summary>
    public void ChangeMembers(int added, int removed, DateTimeOffset now)
    {
        if (added == 0 && removed == 0)
            return;
        // Two changes within one microsecond get different times.
        MembersChangedAt = now > MembersChangedAt || MembersChangedAt is null ? now : MembersChangedAt.Value.AddMicroseconds(1);
        Raise(new LeadListMembersChanged(Id, added, removed, now));
    }

    public void Delete(DateTimeOffset now)
    {
        DeletedAt = now;
        Raise(new LeadListDeleted(Id, now));
    }

    /// <summary>Restores the list from the trash. A live list stays unchanged.</summary>
    public void Restore(DateTimeOffset now)
    {
        if (DeletedAt is null)
            return;
        DeletedAt = null;
        Raise(new LeadListRestored(Id, now));
    }

    /// <inheritdoc/>
    public void DeriveTexts(string? companyName)
    {
        NameFolded = Folding.Fold(Name);
        SearchText = Folding.SearchText(Name, Description);
    }

    private Result Apply(string name, string? description, LeadListType type, bool isActive)
    {
        if (new FieldFaults().Check(Rules, nameof(Name), name).Check(Rules, nameof(Description), description).Error is { } invalid)
            return invalid;
        Name = name;
        Description = description;
        Type = type;
        IsActive = isActive;
        DeriveTexts(null);
        return Result.Ok;
    }
}
