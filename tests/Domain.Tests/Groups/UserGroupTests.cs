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
        using (Assert.EnterMultipleScope())
        {
            Assert.That(group.NameFolded, Is.EqualTo("region nord"));
            Assert.That(group.SearchText, Is.EqualTo(" region nord the north. the north"));
        }

        Assert.That(group.Events, Is.EqualTo(new IDomainEvent[] { new GroupCreated(Id, Now) }));
    }

    [Test]
    public void A_user_is_a_member_once_and_only_members_can_be_removed()
    {
        var group = New();
        var member = group.AddMember(Guid.CreateVersion7(), Owner, By, Now).Value;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(member.UserId, Is.EqualTo(Owner));
            Assert.That(member.AddedById, Is.EqualTo(By));
            Assert.That(member.AddedAt, Is.EqualTo(Now));
            Assert.That(member.UserGroupId, Is.EqualTo(Id));
        }

        group.AddMember(Guid.CreateVersion7(), Owner, By, Now).Fails("group_member_exists", ErrorKind.Conflict, "userId");
        group.RemoveMember(By, Now).Fails("group_member_not_found", ErrorKind.NotFound);
        group.RemoveMember(Owner, Now).Succeeds();
        Assert.That(group.Members, Is.Empty);
    }

    [Test]
    public void The_number_of_members_of_a_group_is_limited()
    {
        var group = New();
        for (var i = 0; i < UserGroup.MaxMembers; i++)
            Assert.That(group.AddMember(Guid.CreateVersion7(), Guid.CreateVersion7(), By, Now).Error, Is.Null);
        group.AddMember(Guid.CreateVersion7(), Owner, By, Now).Fails("too_many_group_members", ErrorKind.Conflict, "userId");
    }

    [Test]
    public void A_group_is_restored_with_its_members()
    {
        var group = New();
        group.AddMember(Guid.CreateVersion7(), Owner, By, Now);
        group.ClearEvents();
        group.Restore(Now);
        group.Delete(Now);
        group.Restore(Now);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(group.DeletedAt, Is.Null);
            Assert.That(group.Members.Count, Is.EqualTo(1));
        }

        Assert.That(group.Events, Is.EqualTo(new IDomainEvent[] { new GroupDeleted(Id, Now), new GroupRestored(Id, Now) }));
    }
}
