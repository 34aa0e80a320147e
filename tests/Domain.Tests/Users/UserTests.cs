using Crm.Domain.Users;
using static Crm.Domain.Tests.Given;

namespace Crm.Domain.Tests.Users;

public sealed class UserTests
{
    private static readonly UserDetails Details =
        new() { Email = "zoe@x.example", Username = "zoe", FirstName = "Zoë", LastName = "Ångström" };

    private static User New() => User.Create(Id, Details, By, "hash", Now, Now).Value;

    [Test]
    public void A_user_is_shown_first_name_first_and_ordered_by_last_name()
    {
        var user = New();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(user.FullName, Is.EqualTo("Zoë Ångström"));
            Assert.That(user.NameFolded, Is.EqualTo("angstrom zoe"));
        }

        Assert.That(user.SearchText, Is.EqualTo(" zoe angstrom zoe"));
        Assert.That(user.SearchAddresses, Is.EqualTo(" zoe@x.example zoe x example"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(user.PasswordHash, Is.EqualTo("hash"));
            Assert.That(user.RoleId, Is.EqualTo(By));
            Assert.That(user.Details.Timezone, Is.Null);
            Assert.That(user.Details.Locale, Is.EqualTo("en-US"));
        }

        Assert.That(user.Events, Is.EqualTo(new IDomainEvent[] { new UserCreated(Id, By, Now) }));
    }

    [Test]
    public void An_update_leaves_the_password_alone()
    {
        var user = New();
        user.ClearEvents();
        user.Update(Details with { LastName = "Berg" }, Owner, Now);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(user.FullName, Is.EqualTo("Zoë Berg"));
            Assert.That(user.RoleId, Is.EqualTo(Owner));
            Assert.That(user.PasswordHash, Is.EqualTo("hash"));
        }

        user.SetPassword("other", Now);
        Assert.That(user.PasswordHash, Is.EqualTo("other"));
        Assert.That(user.Events, Is.EqualTo(new IDomainEvent[] { new UserUpdated(Id, Now), new UserPasswordChanged(Id, Now) }));
    }

    [Test]
    public void A_user_with_open_records_cannot_be_deleted()
    {
        var error = New().Delete(7, Now).Fails("user_owns_open_records", ErrorKind.Conflict);
        Assert.That(error!.Details!["openRecords"], Is.EqualTo(7));
    }

    [Test]
    public void A_user_is_restored()
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
