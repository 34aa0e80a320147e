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
    public async Task Every_field_is_returned_as_sent()
    {
        var created = (await Admin.PostAsync("/api/contacts", Everything)).Is(201);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(created.Header("Location"), Is.EqualTo($"/api/contacts/{created.Id}"));
            Assert.That(created.TaggedVersion, Is.EqualTo(1));
        }

        foreach (var member in JsonSerializer.SerializeToElement(Everything).EnumerateObject())
            Assert.That(JsonElement.DeepEquals(created[member.Name], member.Value), Is.True, $"{member.Name}: {created[member.Name]}");
        Assert.That(created.Body,
            Is.EqualTo((await Admin.GetAsync($"/api/contacts/{created.Id}")).Is(200).Body[..^1] + ",\"warnings\":[]}"));
    }

    [Test]
    public async Task Only_the_names_are_required_and_absent_fields_are_null()
    {
        var created = await ContactAsync();
        Assert.That(new[] { "email", "companyId", "companyName", "ownerId", "ownerName", "leadScore", "lastContactDate",
            "lastActivityDate" }.Select(m => created[m].ValueKind), Is.All.EqualTo(JsonValueKind.Null));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(created["isActive"].GetBoolean(), Is.True);
            Assert.That(created["emailVerified"].GetBoolean(), Is.False);
            Assert.That(created["tags"].GetRawText(), Is.EqualTo("[]"));
        }

        var all = (await Admin.PostAsync("/api/contacts", Everything)).Is(201);
        Assert.That(created.Json.EnumerateObject().Select(m => m.Name), Is.EqualTo(all.Json.EnumerateObject().Select(m => m.Name)));
    }

    [Test]
    public async Task An_e_mail_address_is_unique_whatever_its_case_among_live_contacts()
    {
        var first = await ContactAsync("jo@acme.example");
        var rejected = (await Admin.PostAsync(
            "/api/contacts", new { firstName = "A", lastName = "B", email = "JO@Acme.Example" })).IsProblem(
                409, "contact_email_taken", "email");
        Assert.That(rejected.Body, Does.Not.Contain($"{first.Id}").And.Not.Contain("Doe"));

        (await Admin.DeleteAsync($"/api/contacts/{first.Id}")).Is(204);
        await ContactAsync("JO@acme.example");
    }

    [Test]
    public async Task Contacts_without_an_email_address_do_not_conflict()
    {
        await ContactAsync();
        await ContactAsync();
        Assert.That((await Admin.GetAsync("/api/contacts?email[isNull]=true")).Items, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Of_concurrent_posts_with_one_email_address_one_succeeds()
    {
        for (var round = 0; round < 5; round++)
        {
            var responses = await Task.WhenAll(Enumerable.Range(0, 6).Select(i =>
                Admin.PostAsync("/api/contacts",
                    new { firstName = "A", lastName = "B", email = i % 2 == 0 ? $"r{round}@x.example" : $"R{round}@X.example" })));
            Assert.That(responses.Count(a => a.Status == 201), Is.EqualTo(1));
            foreach (var rejected in responses.Where(a => a.Status != 201))
                rejected.IsProblem(409, "contact_email_taken", "email");
        }

        Assert.That(await Db.ScalarAsync<long>("select count(*) from contacts"), Is.EqualTo(5));
    }

    [Test]
    public async Task The_company_of_a_new_record_must_exist_be_live_and_readable()
    {
        var company = await CompanyAsync();
        (await Admin.PostAsync("/api/contacts", new { firstName = "A", lastName = "B", companyId = Guid.NewGuid() })).IsProblem(
            404, "company_not_found", "companyId");
        var user = await UserWithAsync("""{"contacts": ["create", "read"], "companies": {"read": "own"}}""");
        (await user.PostAsync("/api/contacts", new { firstName = "A", lastName = "B", companyId = company })).IsProblem(
            404, "company_not_found", "companyId");
        (await Admin.DeleteAsync($"/api/companies/{company}")).Is(204);
        (await Admin.PostAsync("/api/contacts", new { firstName = "A", lastName = "B", companyId = company })).IsProblem(
            404, "company_not_found", "companyId");
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
        (await Admin.PostAsync("/api/contacts", $"{{{string.Join(',', members.Select(m => $"\"{m.Key}\":{m.Value}"))}}}")).IsProblem(
            400, "validation_failed", field);
    }

    [Test]
    public async Task A_birthday_is_not_in_the_future()
    {
        (await Admin.PostAsync("/api/contacts", new { firstName = "A", lastName = "B", birthday = Clock.Today.AddDays(1) })).IsProblem(
            400, "birthday_in_future", "birthday");
        (await Admin.PostAsync("/api/contacts", new { firstName = "A", lastName = "B", birthday = Clock.Today })).Is(201);
    }

    [Test]
    public async Task Only_importers_backdate_a_contact_and_other_owners_require_the_permission_to_assign()
    {
        var created = (await Admin.PostAsync(
            "/api/contacts", new { firstName = "A", lastName = "B", createdAt = "2020-05-05T10:00:00Z" })).Is(201);
        Assert.That(created["createdAt"].GetString(), Is.EqualTo("2020-05-05T10:00:00.000000Z"));
        var rep = await UserAsync();
        (await rep.PostAsync("/api/contacts", new { firstName = "A", lastName = "B", createdAt = "2020-05-05T10:00:00Z" })).IsProblem(
            400, "unknown_member", "createdAt");
        (await rep.PostAsync("/api/contacts", new { firstName = "A", lastName = "B", ownerId = Admin.Id })).IsProblem(
            403, "assign_missing");
        Assert.That((await rep.PostAsync("/api/contacts", new { firstName = "A", lastName = "B", ownerId = rep.Id })).Is(
            201)["ownerId"].GetGuid(), Is.EqualTo(rep.Id));
    }
}
