using Crm.Domain.Users;
using static Crm.Domain.Tests.Given;

namespace Crm.Domain.Tests.Users;

public sealed class UserTests
{
    private static readonly UserDetails Details = new() { Email = "zoe@x.example", Username = "zoe", FirstName = "Zoë", LastName = "Ångström" };

    private static User New() => User.Create(Id, Details, By, "hash", Now, Now).Value;

    [Test]
    public void A_user_is_shown_first_name_first_and_ordered_by_last_name()
    {
        var user = New();
        Assert.That((user.FullName, user.NameFolded), Is.EqualTo(("Zoë Ångström", "angstrom zoe")));
        Assert.That(user.SearchText, Is.EqualTo(" zoe angstrom zoe@x.example zoe x example zoe"));
        Assert.That((user.PasswordHash, user.RoleId, user.Details.Timezone, user.Details.Locale), Is.EqualTo(("hash", By, "UTC", "en-US")));
        Assert.That(user.Events, Is.EqualTo(new IDomainEvent[] { new UserCreated(Id, By, Now) }));
    }

    [Test]
    public void An_update_leaves_the_password_alone()
    {
        var user = New();
        user.ClearEvents();
        user.Update(Details with { LastName = "Berg" }, Owner, Now);
        Assert.That((user.FullName, user.RoleId, user.PasswordHash), Is.EqualTo(("Zoë Berg", Owner, "hash")));
        user.SetPassword("other", Now);
        Assert.That(user.PasswordHash, Is.EqualTo("other"));
        Assert.That(user.Events, Is.EqualTo(new IDomainEvent[] { new UserUpdated(Id, Now), new UserPasswordChanged(Id, Now) }));
    }

    [Test]
    public void Who_owns_open_records_stays()
    {
        var error = New().Delete(7, Now).Fails("user_owns_open_records", ErrorKind.Conflict);
        Assert.That(error!.Details!["openRecords"], Is.EqualTo(7));
    }

    [Test]
    public void The_trash_gives_a_user_back()
    {
        var user = New();
        user.ClearEvents();
        user.Restore(Now);
        user.Delete(0, Now).Succeeds();
        Assert.That(user.DeletedAt, Is.EqualTo(Now));
        user.Restore(Now);
        Assert.That(user.DeletedAt, Is.Null);
        Assert.That(user.Events, Is.EqualTo(new IDomainEvent[] { new UserDeleted(Id, Now), new UserRestored(Id, Now) }));
    }
}
