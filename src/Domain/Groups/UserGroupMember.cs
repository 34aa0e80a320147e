namespace Crm.Domain.Groups;

/// <summary>A user in a group.</summary>
public sealed class UserGroupMember
{
    private UserGroupMember()
    {
    }

    internal UserGroupMember(Guid id, Guid userGroupId, Guid userId, Guid addedById, DateTimeOffset now) =>
        (Id, UserGroupId, UserId, AddedById, AddedAt) = (id, userGroupId, userId, addedById, now);

    public Guid Id { get; private set; }
    public Guid UserGroupId { get; private set; }
    public Guid UserId { get; private set; }
    public Guid AddedById { get; private set; }
    public DateTimeOffset AddedAt { get; private set; }
}
