using Crm.Domain.Contacts;
using static Crm.Domain.Tests.Given;

namespace Crm.Domain.Tests.Contacts;

public sealed class ContactTests
{
    private static Contact New() => Contact.Create(
        Id, new ContactDetails { FirstName = "Zoë", MiddleName = "M", LastName = "Ångström", Email = "zoe@x.example" }, Acme, Owner, Now,
        Zone.Utc, Now).Value;

    [Test]
    public void A_new_contact_is_found_by_its_names_and_its_companys()
    {
        var contact = New();
        Assert.That(contact.NameFolded, Is.EqualTo("angstrom zoe"));
        Assert.That(contact.SearchText, Is.EqualTo(" zoe m angstrom\n acme lodz"));
        Assert.That(contact.SearchAddresses, Is.EqualTo(" zoe@x.example zoe x example"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(contact.CompanyId, Is.EqualTo(Acme.Id));
            Assert.That(contact.OwnerId, Is.EqualTo(Owner));
        }

        Assert.That(contact.Events, Is.EqualTo(new IDomainEvent[] { new ContactCreated(Id, Acme.Id, Owner, Now) }));
    }

    [Test]
    public void The_company_of_a_contact_can_be_removed()
    {
        var contact = New();
        contact.ClearEvents();
        contact.Update(contact.Details, null, null, Zone.Utc, Now).Succeeds();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(contact.CompanyId, Is.Null);
            Assert.That(contact.OwnerId, Is.Null);
        }

        Assert.That(contact.SearchText, Does.Not.Contain("acme"));
        Assert.That(contact.Events, Is.EqualTo(new IDomainEvent[] { new ContactUpdated(Id, Now) }));
    }

    [Test]
    public void A_birthday_is_not_in_the_future()
    {
        var contact = New();
        var unborn = contact.Details with { Birthday = new DateOnly(2026, 3, 18) };
        contact.Update(unborn, null, null, Zone.Utc, Now).Fails("birthday_in_future", ErrorKind.Invalid, "birthday");
        Assert.That(contact.Details.LastName, Is.EqualTo("Ångström"));
        contact.Update(contact.Details with { Birthday = new DateOnly(2026, 3, 17) }, null, null, Zone.Utc, Now).Succeeds();
        Contact.Create(Id, unborn, null, null, Now, Zone.Utc, Now).Fails("birthday_in_future", ErrorKind.Invalid, "birthday");
    }

    [Test]
    public void The_primary_contact_of_open_deals_cannot_be_deleted()
    {
        var error = New().Delete(2, Now).Fails("contact_has_open_deals", ErrorKind.Conflict);
        Assert.That(error!.Details!["openDeals"], Is.EqualTo(2));
    }

    [Test]
    public void A_contact_is_restored_unchanged()
    {
        var contact = New();
        contact.ClearEvents();
        contact.Restore(Now);
        contact.Delete(0, Now).Succeeds();
        Assert.That(contact.DeletedAt, Is.EqualTo(Now));
        contact.Restore(Now);
        Assert.That(contact.DeletedAt, Is.Null);
        Assert.That(contact.Events, Is.EqualTo(new IDomainEvent[] { new ContactDeleted(Id, Now), new ContactRestored(Id, Now) }));
    }
}
