namespace Crm.Api.Tests.Contacts;

public sealed class CreateContactTests : ContactTest
{
    private static readonly object Everything = new
    {
        firstName = "Jo",
        lastName = "Doe",
        middleName = "M",
        preferredName = "J",
        email = "Jo.Doe@acme.example",
        emailVerified = true,
        phone = "+49 1",
        mobile = "2",
        workPhone = "3",
        fax = "4",
        website = "https://jo.example",
        jobTitle = "CTO",
        department = "IT",
        isDecisionMaker = true,
        gender = "x",
        birthday = "1980-02-29",
        spouseName = "Al",
        childrenNames = new[] { "Bo" },
        address = "Street 1",
        address2 = "2nd",
        city = "Bonn",
        state = "NRW",
        zipCode = "53111",
        country = "DE",
        latitude = 50.5m,
        longitude = 7.25m,
        timezone = "Europe/Berlin",
        language = "de-DE",
        leadSource = "REFERRAL",
        leadStatus = "QUALIFIED",
        leadScore = 80,
        tags = new[] { "a", "ß" },
        isActive = false,
    };

    [Test]
    public async Task Every_field_comes_back_as_it_was_sent()
    {
        var made = (await Admin.PostAsync("/api/contacts", Everything)).Is(201);

        Assert.That((made.Header("Location"), made.ETag), Is.EqualTo(($"/api/contacts/{made.Id}", "\"1\"")));
        foreach (var member in JsonSerializer.SerializeToElement(Everything).EnumerateObject())
            Assert.That(JsonElement.DeepEquals(made[member.Name], member.Value), Is.True, $"{member.Name}: {made[member.Name]}");
        Assert.That(made.Body, Is.EqualTo((await Admin.GetAsync($"/api/contacts/{made.Id}")).Is(200).Body[..^1] + ",\"warnings\":[]}"));
    }

    [Test]
    public async Task Only_the_names_are_needed_and_what_is_absent_is_shown_as_null()
    {
        var made = await ContactAsync();
        Assert.That(new[] { "email", "companyId", "companyName", "ownerId", "ownerName", "leadScore", "lastContactDate", "lastActivityDate" }.Select(m => made[m].ValueKind), Is.All.EqualTo(JsonValueKind.Null));
        Assert.That((made["isActive"].GetBoolean(), made["emailVerified"].GetBoolean(), made["tags"].GetRawText()), Is.EqualTo((true, false, "[]")));
        var all = (await Admin.PostAsync("/api/contacts", Everything)).Is(201);
        Assert.That(made.Json.EnumerateObject().Select(m => m.Name), Is.EqualTo(all.Json.EnumerateObject().Select(m => m.Name)));
    }

    [Test]
    public async Task An_e_mail_address_is_unique_whatever_its_case_among_live_contacts()
    {
        var first = await ContactAsync("jo@acme.example");
        var refused = (await Admin.PostAsync("/api/contacts", new { firstName = "A", lastName = "B", email = "JO@Acme.Example" })).IsProblem(409, "contact_email_taken", "email");
        Assert.That(refused.Body, Does.Not.Contain($"{first.Id}").And.Not.Contain("Doe"));

        (await Admin.DeleteAsync($"/api/contacts/{first.Id}")).Is(204);
        await ContactAsync("JO@acme.example");
    }

    [Test]
    public async Task Contacts_without_an_e_mail_address_do_not_meet()
    {
        await ContactAsync();
        await ContactAsync();
        Assert.That((await Admin.GetAsync("/api/contacts?email[isNull]=true")).Items, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Of_many_posts_at_once_with_one_e_mail_address_one_is_taken()
    {
        for (var round = 0; round < 5; round++)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i =>
                Admin.PostAsync("/api/contacts", new { firstName = "A", lastName = "B", email = i % 2 == 0 ? $"r{round}@x.example" : $"R{round}@X.example" })));
            Assert.That(answers.Count(a => a.Status == 201), Is.EqualTo(1));
            foreach (var loser in answers.Where(a => a.Status != 201))
                loser.IsProblem(409, "contact_email_taken", "email");
        }

        Assert.That(await Db.ScalarAsync<long>("select count(*) from contacts"), Is.EqualTo(5));
    }

    [Test]
    public async Task Nothing_is_created_under_a_company_that_is_missing_in_the_trash_or_out_of_sight()
    {
        var company = await CompanyAsync();
        (await Admin.PostAsync("/api/contacts", new { firstName = "A", lastName = "B", companyId = Guid.NewGuid() })).IsProblem(404, "company_not_found", "companyId");
        var user = await UserWithAsync("""{"contacts": ["create", "read"], "companies": {"read": "own"}}""");
        (await user.PostAsync("/api/contacts", new { firstName = "A", lastName = "B", companyId = company })).IsProblem(404, "company_not_found", "companyId");
        (await Admin.DeleteAsync($"/api/companies/{company}")).Is(204);
        (await Admin.PostAsync("/api/contacts", new { firstName = "A", lastName = "B", companyId = company })).IsProblem(404, "company_not_found", "companyId");
    }

    [TestCase("firstName", "\"\"")]
    [TestCase("lastName", "\" \"")]
    [TestCase("email", "\"jo\"")]
    [TestCase("email", "\"jo@\"")]
    [TestCase("email", "\"jo doe@x.example\"")]
    [TestCase("website", "\"ftp://x.example\"")]
    [TestCase("timezone", "\"Mars/Base\"")]
    [TestCase("language", "\"german!\"")]
    [TestCase("leadScore", "101")]
    [TestCase("latitude", "91")]
    [TestCase("longitude", "7")]
    [TestCase("tags", "[\"\"]")]
    public async Task Each_field_is_in_its_range(string field, string value)
    {
        var members = new Dictionary<string, string> { ["firstName"] = "\"A\"", ["lastName"] = "\"B\"", [field] = value };
        (await Admin.PostAsync("/api/contacts", $"{{{string.Join(',', members.Select(m => $"\"{m.Key}\":{m.Value}"))}}}")).IsProblem(400, "validation_failed", field);
    }

    [Test]
    public async Task Nobody_is_born_tomorrow()
    {
        (await Admin.PostAsync("/api/contacts", new { firstName = "A", lastName = "B", birthday = Clock.Today.AddDays(1) })).IsProblem(400, "birthday_in_future", "birthday");
        (await Admin.PostAsync("/api/contacts", new { firstName = "A", lastName = "B", birthday = Clock.Today })).Is(201);
    }

    [Test]
    public async Task Importers_alone_date_a_contact_back_and_name_other_owners_only_with_the_right_to_assign()
    {
        var made = (await Admin.PostAsync("/api/contacts", new { firstName = "A", lastName = "B", createdAt = "2020-05-05T10:00:00Z" })).Is(201);
        Assert.That(made["createdAt"].GetString(), Is.EqualTo("2020-05-05T10:00:00.000000Z"));
        var rep = await UserAsync();
        (await rep.PostAsync("/api/contacts", new { firstName = "A", lastName = "B", createdAt = "2020-05-05T10:00:00Z" })).IsProblem(400, "unknown_member", "createdAt");
        (await rep.PostAsync("/api/contacts", new { firstName = "A", lastName = "B", ownerId = Admin.Id })).IsProblem(403, "assign_missing");
        Assert.That((await rep.PostAsync("/api/contacts", new { firstName = "A", lastName = "B", ownerId = rep.Id })).Is(201)["ownerId"].GetGuid(), Is.EqualTo(rep.Id));
    }
}
