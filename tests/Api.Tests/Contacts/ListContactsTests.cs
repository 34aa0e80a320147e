namespace Crm.Api.Tests.Contacts;

public sealed class ListContactsTests : ContactTest
{
    private async Task<string> NamesAsync(string query) =>
        string.Join(' ', (await Admin.GetAsync($"/api/contacts?{query}")).Is(200).Items.Select(
            r => r.GetProperty("firstName").GetString()));

    [Test]
    public async Task Rows_have_the_names_of_related_records_and_the_fields_of_get()
    {
        var owner = await UserAsync(firstName: "Ada", lastName: "Byron");
        var created = (await Admin.PostAsync(
            "/api/contacts", new
            {
                firstName = "Jo",
                lastName = "Doe",
                companyId = await CompanyAsync(),
                ownerId = owner.Id,
                tags = new[] { "t" }
            })).Is(201);
        var row = (await Admin.GetAsync("/api/contacts")).Is(200).Items.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(row.GetProperty("companyName").GetString(), Is.EqualTo("Acme"));
            Assert.That(row.GetProperty("ownerName").GetString(), Is.EqualTo("Ada Byron"));
        }

        foreach (var member in row.EnumerateObject())
            Assert.That(member.Value.GetRawText(), Is.EqualTo(created[member.Name].GetRawText()), member.Name);
    }

    [Test]
    public async Task Contacts_are_found_by_each_filter()
    {
        var company = await CompanyAsync();
        var rep = await UserAsync();
        (await Admin.PostAsync("/api/contacts", new
        {
            firstName = "Ann",
            lastName = "Öztürk",
            email = "Ann@x.example",
            companyId = company,
            leadSource = "REFERRAL",
            leadStatus = "NEW",
            leadScore = 10,
            tags = new[] { "vip" },
            city = "Bonn",
        })).Is(201);
        (await Admin.PostAsync(
            "/api/contacts", new
            {
                firstName = "Bob",
                lastName = "Ozark",
                leadScore = 90,
                isDecisionMaker = true,
                jobTitle = "CTO",
                ownerId = rep.Id,
                country = "DE"
            })).Is(201);
        (await Admin.PostAsync(
            "/api/contacts", new { firstName = "Cid", lastName = "Zed", isActive = false, phone = "+1", emailVerified = true })).Is(201);

        foreach (var (query, expected) in new[]
        {
            ("name=Öztürk Ann", "Ann"), ("name=OZTURK  ann", "Ann"), ("name[startsWith]=oz", "Bob Ann"), ("name[contains]=tur", "Ann"),
            ("firstName=Bob", "Bob"), ("lastName=Zed", "Cid"),
            ("email=ANN@X.EXAMPLE", "Ann"), ("email[isNull]=true", "Bob Cid"), ($"companyId={company}", "Ann"),
            ("companyId[isNull]=true", "Bob Cid"), ($"ownerId={rep.Id}", "Bob"),
            ("leadSource=REFERRAL,WEBINAR", "Ann"), ("leadStatus=NEW", "Ann"), ("leadScore[gte]=50", "Bob"),
            ("leadScore[isNull]=true", "Cid"), ("tags=vip", "Ann"),
            ("isDecisionMaker=true", "Bob"), ("isActive=false", "Cid"), ("emailVerified=true", "Cid"), ("jobTitle=CTO", "Bob"),
            ("phone=%2B1", "Cid"), ("city=Bonn", "Ann"), ("country=DE", "Bob"),
            ("q=ozturk", "Ann"), ("q=acme", "Ann"), ("q=cto oz", "Bob"), ("q=x.example", "Ann"), ("q=nobody", ""),
        })
            Assert.That(await NamesAsync($"sort=name&{query}"), Is.EqualTo(expected), query);
    }

    [Test]
    public async Task They_are_sorted_by_last_name_and_then_first_name_and_by_score_with_nulls_last()
    {
        foreach (var (firstName, lastName, leadScore) in new (string, string, int?)[] { ("Zoe", "Äbel", 5), ("Al", "Zorn", null),
            ("Al", "Abel", 50), ("Cy", "Mann", 7) })
            (await Admin.PostAsync("/api/contacts", new { firstName, lastName, leadScore })).Is(201);
        Assert.That(await NamesAsync("sort=name"), Is.EqualTo("Al Zoe Cy Al"));
        Assert.That(await NamesAsync("sort=-name"), Is.EqualTo("Al Cy Zoe Al"));
        Assert.That(await NamesAsync("sort=leadScore"), Is.EqualTo("Zoe Cy Al Al"));
        Assert.That(await NamesAsync("sort=-leadScore"), Is.EqualTo("Al Cy Zoe Al"));
        Assert.That(await NamesAsync(""), Is.EqualTo("Cy Al Al Zoe"), "Newest first.");
    }
}
