using Crm.Domain.Companies;
using static Crm.Domain.Tests.Given;

namespace Crm.Domain.Tests.Companies;

public sealed class CompanyTests
{
    private static Company New(CompanyDetails? details = null) =>
        Company.Create(Id, details ?? new CompanyDetails { Name = "Acme" }, null, Owner, Now, Zone.Utc, Now).Value;

    [Test]
    public void A_new_company_is_found_by_its_folded_texts()
    {
        var company = New(new CompanyDetails { Name = "Café  Łódź", LegalName = "Café GmbH", Email = "jo@cafe.example", City = "Zürich" });

        Assert.That(company.NameFolded, Is.EqualTo("cafe lodz"));
        Assert.That(company.SearchText, Is.EqualTo(" cafe lodz cafe gmbh zurich"));
        Assert.That(company.SearchAddresses, Is.EqualTo(" jo@cafe.example jo cafe example"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(company.Version, Is.EqualTo(1));
            Assert.That(company.CreatedAt, Is.EqualTo(Now));
            Assert.That(company.UpdatedAt, Is.EqualTo(Now));
            Assert.That(company.OwnerId, Is.EqualTo(Owner));
        }

        Assert.That(company.Events, Is.EqualTo(new IDomainEvent[] { new CompanyCreated(Id, "Café  Łódź", Owner, Now) }));
    }

    [TestCase(null, null)]
    [TestCase(0, null)]
    [TestCase(1, CompanySize.Micro)]
    [TestCase(10, CompanySize.Micro)]
    [TestCase(11, CompanySize.Small)]
    [TestCase(50, CompanySize.Small)]
    [TestCase(51, CompanySize.Medium)]
    [TestCase(200, CompanySize.Medium)]
    [TestCase(201, CompanySize.Large)]
    [TestCase(1000, CompanySize.Large)]
    [TestCase(1001, CompanySize.Enterprise)]
    [TestCase(int.MaxValue, CompanySize.Enterprise)]
    public void The_size_follows_the_number_of_employees(int? employees, CompanySize? size) =>
        Assert.That(New(new CompanyDetails { Name = "A", EmployeeCount = employees }).Details.Size, Is.EqualTo(size));

    [Test]
    public void A_given_size_is_not_derived_from_employees() =>
        Assert.That(New(new CompanyDetails { Name = "A", EmployeeCount = 5, Size = CompanySize.Large }).Details.Size,
            Is.EqualTo(CompanySize.Large));

    [Test]
    public void No_company_was_founded_after_this_year()
    {
        Company.Create(Id, new CompanyDetails { Name = "A", FoundedYear = 2027 }, null, null, Now, Zone.Utc, Now)
            .Fails("founded_in_future", ErrorKind.Invalid, "foundedYear");
        Assert.That(New(new CompanyDetails { Name = "A", FoundedYear = 2026 }).Details.FoundedYear, Is.EqualTo(2026));
    }

    [Test]
    public void A_company_is_not_its_own_parent() =>
        New().Update(new CompanyDetails { Name = "A" }, Id, null, Zone.Utc, Now)
            .Fails("company_tree_cycle", ErrorKind.Conflict, "parentCompanyId");

    [Test]
    public void A_rejected_update_changes_nothing()
    {
        var company = New();
        company.ClearEvents();
        company.Update(new CompanyDetails { Name = "B", FoundedYear = 2027 }, By, By, Zone.Utc, Now)
            .Fails("founded_in_future", ErrorKind.Invalid, "foundedYear");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(company.Details.Name, Is.EqualTo("Acme"));
            Assert.That(company.ParentCompanyId, Is.Null);
            Assert.That(company.OwnerId, Is.EqualTo(Owner));
        }

        Assert.That(company.Events, Is.Empty);
    }

    [Test]
    public void An_update_replaces_everything()
    {
        var company = New(new CompanyDetails { Name = "A", Notes = "n", Revenue = 5 });
        company.ClearEvents();

        company.Update(new CompanyDetails { Name = "B", Revenue = 7.1m }, By, null, Zone.Utc, Now).Succeeds();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(company.Details.Name, Is.EqualTo("B"));
            Assert.That(company.Details.Notes, Is.Null);
            Assert.That(company.Details.Revenue, Is.EqualTo(7.10m));
            Assert.That(company.ParentCompanyId, Is.EqualTo(By));
            Assert.That(company.OwnerId, Is.Null);
        }

        Assert.That(company.NameFolded, Is.EqualTo("b"));
        Assert.That(company.Events, Is.EqualTo(new IDomainEvent[] { new CompanyUpdated(Id, Now) }));
    }

    [Test]
    public void A_company_with_open_deals_cannot_be_deleted()
    {
        var company = New();
        company.ClearEvents();
        var error = company.Delete(3, Now).Fails("company_has_open_deals", ErrorKind.Conflict);
        Assert.That(error!.Details!["openDeals"], Is.EqualTo(3));
        Assert.That(error.Message, Does.Contain("3"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(company.DeletedAt, Is.Null);
            Assert.That(company.Events, Is.EqualTo(Array.Empty<IDomainEvent>()));
        }
    }

    [Test]
    public void A_company_is_restored_unchanged()
    {
        var company = New();
        company.ClearEvents();
        company.Restore(Now);
        Assert.That(company.Events, Is.Empty);

        company.Delete(0, Now).Succeeds();
        Assert.That(company.DeletedAt, Is.EqualTo(Now));
        company.Restore(Now);
        Assert.That(company.DeletedAt, Is.Null);
        Assert.That(company.Events, Is.EqualTo(new IDomainEvent[] { new CompanyDeleted(Id, Now), new CompanyRestored(Id, Now) }));
    }
}
