namespace Crm.Domain.Groups;

/// <summary>A group of users. The scope <c>group</c> covers the records of all users who share an active group.</summary>
public sealed class UserGroup : AggregateRoot, IDerived, IDeletable, IRestorable
{
    /// <summary>The maximum number of members.</summary>
    public const int MaxMembers = 500;

    private readonly List<UserGroupMember> members = [];

    private UserGroup()
    {
    }

    private UserGroup(Guid id, DateTimeOffset createdAt)
        : base(id, createdAt)
    {
    }
    /// <summary>The field rules of this type.</summary>
    public static FieldRules<UserGroup> Rules { get; } = FieldRules.For<UserGroup>(f =>
    {
        f.Name(g => g.Name);
        f.Text(g => g.Description);
    });


    public string Name { get; private set; } = "";
    public string? Description { get; private set; }
    public GroupType Type { get; private set; }

    /// <summary>An inactive group does not count for the scope <c>group</c>.</summary>
    public bool IsActive { get; private set; }
    public string NameFolded { get; private set; } = "";
    public string SearchText { get; private set; } = "";
    public IReadOnlyList<UserGroupMember> Members => members;

    public static Result<UserGroup> Create(Guid id, string name, string? description, GroupType type, bool isActive, DateTimeOffset now)
    {
        var group = new UserGroup(id, now);
        if (group.Update(name, description, type, isActive, now).Error is { } error)
            return error;
        group.ClearEvents();
        group.Raise(new GroupCreated(id, now));
        return group;
    }

    public Result Update(string name, string? description, GroupType type, bool isActive, DateTimeOffset now)
    {
        if (new FieldFaults().Check(Rules, nameof(Name), name).Check(Rules, nameof(Description), description).Error is { } invalid)
            return invalid;
        Name = name;
        Description = description;
        Type = type;
        IsActive = isActive;
        DeriveTexts(null);
        Raise(new GroupUpdated(Id, now));
        return Result.Ok;
    }

    /// <param name="memberId">A UUIDv7.</param>
    /// <param name="userId">The new member.</param>
    /// <param name="by">The acting user.</param>
    /// <param name="now">The current time.</param>
    public Result<UserGroupMember> AddMember(Guid memberId, Guid userId, Guid by, DateTimeOffset now)
    {
        if (members.Exists(m => m.UserId == userId))
            return GroupErrors.MemberExists;
        if (members.Count >= MaxMembers)
            return GroupErrors.TooManyMembers;
        var member = new UserGroupMember(memberId, Id, userId, by, now);
        members.Add(member);
        Raise(new GroupMemberAdded(Id, userId, now));
        return member;
    }

    public Result RemoveMember(Guid userId, DateTimeOffset now)
    {
        if (members.RemoveAll(m => m.UserId == userId) == 0)
            return GroupErrors.MemberNotFound;
        Raise(new GroupMemberRemoved(Id, userId, now));
        return Result.Ok;
    }

    /// <summary>Moves the group to the trash. In the trash it does not count for the scope <c>group</c>.</summary>
    public void Delete(DateTimeOffset now)
    {
        DeletedAt = now;
        Raise(new GroupDeleted(Id, now));
    }

    /// <summary>Restores the group from the trash with its members. A live group stays unchanged.</summary>
    public void Restore(DateTimeOffset now)
    {
        if (DeletedAt is null)
            return;
        DeletedAt = null;
        Raise(new GroupRestored(Id, now));
    }

    /// <inheritdoc/>
    public void DeriveTexts(string? companyName)
    {
        NameFolded = Folding.Fold(Name);
        SearchText = Folding.SearchText(Name, Description);
    }
}
