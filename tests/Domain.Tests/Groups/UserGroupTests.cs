using Crm.Domain.Groups;
using static Crm.Domain.Tests.Given;

namespace Crm.Domain.Tests.Groups;

public sealed class UserGroupTests
{
    private static UserGroup New() => UserGroup.Create(Id, "Région Nord", "The north.", GroupType.SalesTeam, true, Now).Value;

    [Test]
    public void A_group_is_found_by_its_folded_words()
    {
        var group = New();
        Assert.That((group.NameFolded, group.SearchText), Is.EqualTo(("region nord", " region nord the north. the north")));
        Assert.That(group.Events, Is.EqualTo(new IDomainEvent[] { new GroupCreated(Id, Now) }));
    }

    [Test]
    public void Nobody_is_a_member_twice_and_only_a_member_leaves()
    {
        var group = New();
        var member = group.AddMember(Guid.CreateVersion7(), Owner, By, Now).Value;
        Assert.That((member.UserId, member.AddedById, member.AddedAt, member.UserGroupId), Is.EqualTo((Owner, By, Now, Id)));
        group.AddMember(Guid.CreateVersion7(), Owner, By, Now).Fails("group_member_exists", ErrorKind.Conflict, "userId");
        group.RemoveMember(By, Now).Fails("group_member_not_found", ErrorKind.NotFound);
        group.RemoveMember(Owner, Now).Succeeds();
        Assert.That(group.Members, Is.Empty);
    }

    [Test]
    public void A_group_is_full_at_its_limit()
    {
        var group = New();
        for (var i = 0; i < UserGroup.MaxMembers; i++)
            Assert.That(group.AddMember(Guid.CreateVersion7(), Guid.CreateVersion7(), By, Now).Error, Is.Null);
        group.AddMember(Guid.CreateVersion7(), Owner, By, Now).Fails("too_many_group_members", ErrorKind.Conflict, "userId");
    }

    [Test]
    public void The_trash_gives_a_group_back_with_its_members()
    {
        var group = New();
        group.AddMember(Guid.CreateVersion7(), Owner, By, Now);
        group.ClearEvents();
        group.Restore(Now);
        group.Delete(Now);
        group.Restore(Now);
        Assert.That((group.DeletedAt, group.Members.Count), Is.EqualTo(((DateTimeOffset?)null, 1)));
        Assert.That(group.Events, Is.EqualTo(new IDomainEvent[] { new GroupDeleted(Id, Now), new GroupRestored(Id, Now) }));
    }
}
