namespace Crm.Api.Tests.Leads;

public sealed class ListLeadsTests : LeadTest
{
    private async Task<string> NamesAsync(string query) =>
        string.Join(' ', (await Admin.GetAsync($"/api/leads?{query}")).Is(200).Items.Select(r => r.GetProperty("firstName").GetString()));

    [Test]
    public async Task Rows_have_the_names_of_related_records_and_the_fields_of_get()
    {
        var rep = await UserAsync(firstName: "Ada", lastName: "Byron");
        var created = await LeadAsync(new { assignedToId = rep.Id, tags = new[] { "t" }, source = "EVENT" });
        var row = (await Admin.GetAsync("/api/leads")).Is(200).Items.Single();
        Assert.That(row.GetProperty("assignedToName").GetString(), Is.EqualTo("Ada Byron"));
        foreach (var member in row.EnumerateObject())
            Assert.That(member.Value.GetRawText(), Is.EqualTo(created[member.Name].GetRawText()), member.Name);
    }

    [Test]
    public async Task Leads_are_found_by_each_filter_and_by_words()
    {
        var rep = await UserAsync();
        await LeadAsync(new
        {
            firstName = "Ann",
            lastName = "Öztürk",
            email = "Ann@x.example",
            company = "Ácme Co",
            status = "CONTACTED",
            source = "WEBINAR",
            leadScore = 10,
            tags = new[] { "vip" },
            city = "Bonn"
        });
        await LeadAsync(new
        {
            firstName = "Bob",
            lastName = "Ozark",
            leadScore = 90,
            jobTitle = "CTO",
            assignedToId = rep.Id,
            country = "DE"
        });
        var cid = await LeadAsync(new { firstName = "Cid", lastName = "Zed", phone = "+1" });
        (await ConvertAsync(cid.Id)).Is(200);

        foreach (var (query, expected) in new[]
        {
            ("name=Öztürk Ann", "Ann"), ("name[startsWith]=oz", "Bob Ann"), ("firstName=Bob", "Bob"), ("lastName=Zed", "Cid"),
            ("email=ANN@X.EXAMPLE", "Ann"), ("email[isNull]=true", "Bob Cid"), ("company[contains]=acme", "Ann"),
            ("company=Ácme Co", "Ann"),
            ("status=CONTACTED,NEW", "Bob Ann"), ("status=CONVERTED", "Cid"), ("source=WEBINAR", "Ann"), ("source[isNull]=true", "Bob Cid"),
            ("isConverted=true", "Cid"), ("leadScore[gte]=50", "Bob"), ("tags=vip", "Ann"), ($"assignedToId={rep.Id}", "Bob"),
            ("jobTitle=CTO", "Bob"),
            ("phone=%2B1", "Cid"), ("city=Bonn", "Ann"), ("country=DE", "Bob"), ("createdAt[gte]=2020-01-01", "Bob Ann Cid"),
            ("createdAt[lt]=2020-01-01", ""),
            ("q=ozturk", "Ann"), ("q=acme", "Ann"), ("q=cto oz", "Bob"), ("q=x.example", "Ann"), ("q=nobody", ""),
        })
            Assert.That(await NamesAsync($"sort=name&{query}"), Is.EqualTo(expected), query);
        Assert.That(await NamesAsync("sort=-leadScore"), Is.EqualTo("Bob Ann Cid"));
        Assert.That(await NamesAsync(""), Is.EqualTo("Cid Bob Ann"), "Newest first.");
    }

    [Test]
    public async Task A_sales_rep_reads_and_counts_only_own_deals()
    {
        var rep = await UserAsync();
        await LeadAsync(new { company = "Acme" });
        var own = await LeadAsync(new { company = "Acme" }, rep);
        var list = (await rep.GetAsync("/api/leads?q=acme&count=exact&assignedToId=me")).Is(200);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(list.Items.Single().GetProperty("id").GetGuid(), Is.EqualTo(own.Id));
            Assert.That(list["count"].GetInt32(), Is.EqualTo(1));
        }
    }
}
