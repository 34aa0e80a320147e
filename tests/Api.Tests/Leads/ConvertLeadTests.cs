namespace Crm.Api.Tests.Leads;

public sealed class ConvertLeadTests : LeadTest
{
    private static readonly object Ada = new
    {
        firstName = "Ada",
        lastName = "Byron",
        email = "Ada@Acme.example",
        phone = "+49 30 1",
        company = "Acme",
        jobTitle = "CTO",
        website = "https://acme.example",
        address = "Linden 9",
        city = "Berlin",
        state = "BE",
        zipCode = "10969",
        country = "DE",
        source = "WEBINAR",
        leadScore = 70,
        tags = new[] { "vip", "dach" },
    };

    private async Task<ApiResponse> ContactAsync(object body) => (await Admin.PostAsync("/api/contacts", body)).Is(201);

    private async Task<Guid> CompanyAsync(string name = "Acme", Guid? ownerId = null) => (await Admin.PostAsync("/api/companies", new { name, ownerId })).Is(201).Id;

    private static (bool Contact, bool Company, bool Deal) Created(ApiResponse answer)
    {
        var created = answer["created"];
        return (created.GetProperty("contact").GetBoolean(), created.GetProperty("company").GetBoolean(), created.GetProperty("deal").GetBoolean());
    }

    private static string? Text(JsonElement json, string member) => json.GetProperty(member).GetString();

    private static string Tags(JsonElement json) => string.Join(' ', json.GetProperty("tags").EnumerateArray().Select(t => t.GetString()));

    [Test]
    public async Task Everything_is_made_of_the_lead_and_shown_as_get_shows_it()
    {
        var rep = await UserAsync();
        var lead = await LeadAsync(new { firstName = "Ada", lastName = "Byron", email = "ada@acme.example", company = "Acme", source = "WEBINAR", assignedToId = rep.Id, tags = new[] { "vip" }, leadScore = 3 });

        var answer = (await ConvertAsync(lead.Id, new { createDeal = true, deal = new { value = 1200.5, currency = "EUR", expectedCloseDate = "2030-01-02" } })).Is(200);

        Assert.That(Created(answer), Is.EqualTo((true, true, true)));
        foreach (var (member, collection) in new[] { ("lead", "leads"), ("contact", "contacts"), ("company", "companies"), ("deal", "deals") })
        {
            var shown = (await Admin.GetAsync($"/api/{collection}/{answer[member].GetProperty("id").GetGuid()}")).Is(200);
            Assert.That(answer[member].GetRawText(), Is.EqualTo(shown.Body), member);
        }

        var (converted, contact, company, deal) = (answer["lead"], answer["contact"], answer["company"], answer["deal"]);
        Assert.That((answer.ETag, converted.GetProperty("version").GetInt64()), Is.EqualTo(("\"2\"", 2)));
        Assert.That((Text(converted, "status"), converted.GetProperty("isConverted").GetBoolean()), Is.EqualTo(("CONVERTED", true)));
        Assert.That(
            (Text(converted, "convertedToContactName"), Text(converted, "convertedToCompanyName"), Text(converted, "convertedToDealTitle")),
            Is.EqualTo(("Ada Byron", "Acme", "Acme – WEBINAR")));
        Assert.That(converted.GetProperty("convertedAt").GetDateTimeOffset(), Is.EqualTo(Clock.Now).Within(TimeSpan.FromMinutes(1)));
        Assert.That(
            (Text(contact, "email"), Text(contact, "leadSource"), Text(contact, "leadStatus"), contact.GetProperty("leadScore").GetInt32(), Tags(contact), Text(contact, "companyName")),
            Is.EqualTo(("ada@acme.example", "WEBINAR", "CONVERTED", 3, "vip", "Acme")));
        Assert.That(
            (Text(deal, "stage"), deal.GetProperty("value").GetDecimal(), Text(deal, "currency"), Text(deal, "expectedCloseDate")),
            Is.EqualTo(("PROSPECTING", 1200.5m, "EUR", "2030-01-02")));
        Assert.That(deal.GetProperty("primaryContactId").GetGuid(), Is.EqualTo(contact.GetProperty("id").GetGuid()));
        Assert.That(new[] { contact, company, deal }.Select(r => r.GetProperty("ownerId").GetGuid()), Is.All.EqualTo(rep.Id), "The assignee's, whoever converts.");
    }

    [Test]
    public async Task Without_a_body_there_is_no_deal_and_without_a_company_there_is_none()
    {
        var lead = await LeadAsync();
        var answer = (await Admin.PostAsync($"/api/leads/{lead.Id}/convert")).Is(200);
        Assert.That((Created(answer), answer["company"].ValueKind, answer["deal"].ValueKind), Is.EqualTo(((true, false, false), JsonValueKind.Null, JsonValueKind.Null)));
        Assert.That(answer["contact"].GetProperty("ownerId").GetGuid(), Is.EqualTo(Admin.Id), "Nobody's lead becomes the caller's.");
    }

    [Test]
    public async Task A_deal_needs_a_company()
    {
        var lead = await LeadAsync();
        (await ConvertAsync(lead.Id, new { createDeal = true })).IsProblem(400, "deal_needs_company", "createDeal");
        Assert.That((await GetAsync(lead.Id))["isConverted"].GetBoolean(), Is.False);
        (await ConvertAsync(lead.Id, new { createDeal = true, companyId = await CompanyAsync() })).Is(200);
    }

    [Test]
    public async Task A_contact_of_the_same_address_and_a_company_of_the_same_name_are_used_and_only_what_is_empty_is_filled()
    {
        var company = (await Admin.PostAsync("/api/companies", new { name = "ÀCME ", city = "Bonn", tags = new[] { "old", "vip" } })).Is(201).Id;
        var contact = (await ContactAsync(new { firstName = "A.", lastName = "B.", email = "ada@acme.EXAMPLE", phone = "+1", city = "", tags = new[] { "old" } })).Id;
        var lead = await LeadAsync(Ada);

        var answer = (await ConvertAsync(lead.Id)).Is(200);

        Assert.That(Created(answer), Is.EqualTo((false, false, false)));
        var person = answer["contact"];
        Assert.That((person.GetProperty("id").GetGuid(), person.GetProperty("companyId").GetGuid(), person.GetProperty("version").GetInt64()), Is.EqualTo((contact, company, 2)));
        Assert.That(
            (Text(person, "firstName"), Text(person, "email"), Text(person, "phone"), Text(person, "city"), Text(person, "jobTitle"), Text(person, "address"), Tags(person)),
            Is.EqualTo(("A.", "ada@acme.EXAMPLE", "+1", "Berlin", "CTO", "Linden 9", "old vip dach")));
        var house = answer["company"];
        Assert.That(
            (house.GetProperty("id").GetGuid(), Text(house, "name"), Text(house, "city"), Text(house, "website"), Text(house, "zipCode"), Tags(house)),
            Is.EqualTo((company, "ÀCME", "Bonn", "https://acme.example", "10969", "old vip dach")));
    }

    [Test]
    public async Task The_contact_and_its_company_win_over_the_names_and_given_ones_over_all()
    {
        var (named, own, given) = (await CompanyAsync(), await CompanyAsync("Own"), await CompanyAsync("Given"));
        var byMail = (await ContactAsync(new { firstName = "M", lastName = "M", email = "ada@acme.example", companyId = own })).Id;
        var first = (await ConvertAsync((await LeadAsync(Ada)).Id)).Is(200);
        Assert.That((first["contact"].GetProperty("id").GetGuid(), first["company"].GetProperty("id").GetGuid()), Is.EqualTo((byMail, own)));

        var other = (await ContactAsync(new { firstName = "O", lastName = "O", email = "o@x.example" })).Id;
        var second = (await ConvertAsync((await LeadAsync(Ada)).Id, new { contactId = other, companyId = given })).Is(200);
        Assert.That((second["contact"].GetProperty("id").GetGuid(), second["company"].GetProperty("id").GetGuid()), Is.EqualTo((other, given)));
        Assert.That((second["contact"].GetProperty("companyId").GetGuid(), Text(second["contact"], "email")), Is.EqualTo((given, "o@x.example")));

        var third = (await ConvertAsync((await LeadAsync(new { company = "acme" })).Id)).Is(200);
        Assert.That(third["company"].GetProperty("id").GetGuid(), Is.EqualTo(named));
        // Found by its address, the contact keeps its company, and the deal goes to the one that is named.
        var fourth = (await ConvertAsync((await LeadAsync(Ada)).Id, new { companyId = given, createDeal = true })).Is(200);
        Assert.That((fourth["contact"].GetProperty("companyId").GetGuid(), fourth["deal"].GetProperty("companyId").GetGuid()), Is.EqualTo((own, given)));
    }

    [Test]
    public async Task What_is_named_must_be_there_and_fit()
    {
        var lead = await LeadAsync(Ada);
        var company = await CompanyAsync();
        var contact = (await ContactAsync(new { firstName = "M", lastName = "M", companyId = company })).Id;
        var trashed = (await ContactAsync(new { firstName = "T", lastName = "T" })).Id;
        (await Admin.DeleteAsync($"/api/contacts/{trashed}")).Is(204);
        foreach (var (body, status, code, field) in new (object, int, string, string)[]
        {
            (new { contactId = Guid.NewGuid() }, 404, "contact_not_found", "contactId"),
            (new { contactId = trashed }, 404, "contact_not_found", "contactId"),
            (new { companyId = Guid.NewGuid() }, 404, "company_not_found", "companyId"),
            (new { contactId = contact, companyId = await CompanyAsync("Other") }, 409, "contact_of_other_company", "companyId"),
            (new { ownerId = Guid.NewGuid() }, 404, "user_not_found", "ownerId"),
            (new { deal = new { } }, 400, "validation_failed", "deal"),
            (new { createDeal = true, deal = new { stage = "CLOSED_WON" } }, 400, "validation_failed", "deal.stage"),
            (new { createDeal = true, deal = new { value = 1.234 } }, 400, "validation_failed", "deal.value"),
            (new { createDeal = true, deal = new { title = new string('x', 256) } }, 400, "validation_failed", "deal.title"),
            (new { createDeal = true, deal = new { title = "" } }, 400, "validation_failed", "deal.title"),
            (new { createDeal = true, deal = new { currency = "XXXX" } }, 400, "validation_failed", "deal.currency"),
            (new { createDeal = "yes" }, 400, "invalid_member", "createDeal"),
            (new { createDeals = true }, 400, "unknown_member", "createDeals"),
        })
            (await ConvertAsync(lead.Id, body)).IsProblem(status, code, field);
        (await ConvertAsync(lead.Id, query: "?dryRun=maybe")).IsProblem(400, "invalid_parameter", "dryRun");
        (await ConvertAsync(lead.Id, query: "?dry=true")).IsProblem(400, "unknown_parameter");
        (await ConvertAsync(Guid.NewGuid())).IsProblem(404, "lead_not_found");
        Assert.That((await GetAsync(lead.Id)).Version, Is.EqualTo(1));
    }

    [Test]
    public async Task An_address_in_the_trash_is_free()
    {
        var contact = (await ContactAsync(new { firstName = "T", lastName = "T", email = "ada@acme.example" })).Id;
        (await Admin.DeleteAsync($"/api/contacts/{contact}")).Is(204);
        Assert.That(Created((await ConvertAsync((await LeadAsync(Ada)).Id)).Is(200)).Contact, Is.True);
    }

    [Test]
    public async Task The_address_of_another_is_not_filled_into_a_named_contact()
    {
        (await ContactAsync(new { firstName = "T", lastName = "T", email = "ada@acme.example" })).Is(201);
        var named = (await ContactAsync(new { firstName = "N", lastName = "N" })).Id;
        (await ConvertAsync((await LeadAsync(Ada)).Id, new { contactId = named })).IsProblem(409, "contact_email_taken");
    }

    [Test]
    public async Task A_lead_is_converted_once_and_the_second_caller_learns_to_what()
    {
        var lead = await LeadAsync(Ada);
        var first = (await ConvertAsync(lead.Id, new { createDeal = true })).Is(200);
        var second = (await ConvertAsync(lead.Id)).IsProblem(409, "already_converted");
        foreach (var member in new[] { "contact", "company", "deal" })
            Assert.That(second[member + "Id"].GetGuid(), Is.EqualTo(first[member].GetProperty("id").GetGuid()));

        var path = $"/api/leads/{lead.Id}";
        (await Admin.PatchAsync(path, new { jobTitle = "CEO" })).IsProblem(409, "lead_converted", "jobTitle");
        (await Admin.PatchAsync(path, new { status = "NEW" })).IsProblem(409, "transition_not_allowed");
        (await Admin.PatchAsync(path, new { assignedToId = Admin.Id })).IsProblem(409, "lead_converted", "assignedToId");
        Assert.That((await Admin.PatchAsync(path, new { notes = "n", tags = new[] { "t" } })).Is(200).Version, Is.EqualTo(3));
        (await Admin.DeleteAsync(path)).Is(204);
        (await Admin.PostAsync($"{path}/restore")).Is(200);
        (await ConvertAsync(lead.Id)).IsProblem(409, "already_converted");
    }

    [Test]
    public async Task The_title_is_the_companys_and_the_sources_as_far_as_they_fit()
    {
        var plain = (await ConvertAsync((await LeadAsync(new { company = "Acme" })).Id, new { createDeal = true })).Is(200);
        Assert.That(Text(plain["deal"], "title"), Is.EqualTo("Acme"));
        var longest = (await ConvertAsync((await LeadAsync(new { company = new string('x', 255), source = "PARTNER" })).Id, new { createDeal = true })).Is(200);
        Assert.That(Text(longest["deal"], "title"), Is.EqualTo(new string('x', 245) + " – PARTNER"));
        var given = (await ConvertAsync((await LeadAsync(new { company = "Acme" })).Id, new { createDeal = true, deal = new { title = "Mine", stage = "ON_HOLD" } })).Is(200);
        Assert.That((Text(given["deal"], "title"), Text(given["deal"], "stage")), Is.EqualTo(("Mine", "ON_HOLD")));
    }

    [Test]
    public async Task What_is_made_is_owned_by_whoever_is_named_and_never_by_the_deactivated()
    {
        var (boss, rep) = (await UserAsync("Sales Manager"), await UserAsync());
        var lead = await LeadAsync(new { company = "Acme", assignedToId = rep.Id });
        (await Admin.PatchAsync($"/api/users/{rep.Id}", new { isActive = false })).Is(200);
        (await ConvertAsync(lead.Id, new { ownerId = rep.Id }, boss)).IsProblem(409, "user_inactive", "ownerId");
        var answer = (await ConvertAsync(lead.Id, new { createDeal = true }, boss)).Is(200);
        Assert.That(new[] { "contact", "company", "deal" }.Select(m => answer[m].GetProperty("ownerId").GetGuid()), Is.All.EqualTo(boss.Id));

        var named = (await ConvertAsync((await LeadAsync(new { company = "Beta" })).Id, new { createDeal = true, ownerId = boss.Id })).Is(200);
        Assert.That(new[] { "contact", "company", "deal" }.Select(m => named[m].GetProperty("ownerId").GetGuid()), Is.All.EqualTo(boss.Id));
    }

    [Test]
    public async Task It_takes_the_right_to_convert_the_lead_and_to_make_what_is_made()
    {
        var reader = await UserAsync("Marketing");
        var lead = await LeadAsync(Ada);
        (await ConvertAsync(lead.Id, client: reader)).IsProblem(403, "right_missing");
        var rep = await UserAsync();
        (await ConvertAsync(lead.Id, client: rep)).IsProblem(404, "lead_not_found");
        var narrow = await UserWithAsync("""{"leads": {"read": "all", "convert": "own"}, "contacts": {"create": "all"}}""");
        (await ConvertAsync(lead.Id, client: narrow)).IsProblem(403, "outside_scope");

        foreach (var (missing, permissions) in new[]
        {
            ("companies:create", """{"leads": ["read", "convert"], "contacts": ["create", "read"], "deals": ["create"], "companies": ["read"]}"""),
            ("contacts:create", """{"leads": ["read", "convert"], "contacts": ["read"], "deals": ["create"], "companies": ["create", "read"]}"""),
            ("deals:create", """{"leads": ["read", "convert"], "contacts": ["create", "read"], "companies": ["create", "read"]}"""),
        })
        {
            var user = await UserWithAsync(permissions);
            var before = await SnapshotAsync();
            Assert.That((await ConvertAsync(lead.Id, new { createDeal = true }, user)).IsProblem(403, "right_missing").Detail, Does.Contain(missing));
            Assert.That(await SnapshotAsync(), Is.EqualTo(before));
        }

        var enough = await UserWithAsync("""{"leads": ["read", "convert"], "contacts": ["create"], "companies": ["create"], "deals": ["create"]}""");
        (await ConvertAsync(lead.Id, new { createDeal = true }, enough)).Is(200);
        // One's own lead, without any right to assign.
        var own = await LeadAsync(new { company = "Beta" }, rep);
        (await ConvertAsync(own.Id, new { ownerId = Admin.Id }, rep)).IsProblem(403, "assign_missing");
        Assert.That((await ConvertAsync(own.Id, new { createDeal = true }, rep)).Is(200)["deal"].GetProperty("ownerId").GetGuid(), Is.EqualTo(rep.Id));
    }

    [Test]
    public async Task Filling_takes_the_right_to_change_and_nothing_to_fill_takes_none()
    {
        var boss = await UserAsync("Sales Manager");
        var company = await CompanyAsync(ownerId: boss.Id);
        (await ContactAsync(new { firstName = "A", lastName = "B", email = "ada@acme.example", ownerId = boss.Id, companyId = company })).Is(201);
        var rep = await UserAsync();
        var full = await LeadAsync(Ada, rep);
        (await ConvertAsync(full.Id, client: rep)).IsProblem(403, "outside_scope", "companyId");
        Assert.That((await GetAsync(full.Id)).Version, Is.EqualTo(1));
        (await ConvertAsync(full.Id, client: await UserWithAsync("""{"leads": ["read", "convert"], "contacts": ["read"], "companies": ["read"]}"""))).IsProblem(403, "right_missing");

        var bare = await LeadAsync(new { email = "ada@acme.example", company = "ACME" }, rep);
        var answer = (await ConvertAsync(bare.Id, client: rep)).Is(200);
        Assert.That((Created(answer), answer["contact"].GetProperty("version").GetInt64(), answer["company"].GetProperty("version").GetInt64()), Is.EqualTo(((false, false, false), 1, 1)));
    }

    [Test]
    public async Task What_the_caller_may_not_see_is_not_used()
    {
        var narrow = await UserWithAsync("""{"leads": ["read", "convert"], "contacts": {"create": "all", "read": "own"}, "companies": {"create": "all", "read": "own"}}""");
        var hidden = await CompanyAsync();
        var contact = (await ContactAsync(new { firstName = "A", lastName = "B", email = "ada@acme.example" })).Id;
        var lead = await LeadAsync(Ada);
        var refused = (await ConvertAsync(lead.Id, client: narrow)).IsProblem(409, "contact_email_taken");
        Assert.That(refused.Body, Does.Not.Contain(contact.ToString()));
        (await ConvertAsync(lead.Id, new { contactId = contact }, narrow)).IsProblem(404, "contact_not_found", "contactId");
        (await ConvertAsync((await LeadAsync()).Id, new { companyId = hidden }, narrow)).IsProblem(404, "company_not_found", "companyId");

        var answer = (await ConvertAsync((await LeadAsync(new { company = "Acme" })).Id, client: narrow)).Is(200);
        Assert.That((Created(answer).Company, answer["company"].GetProperty("id").GetGuid() == hidden), Is.EqualTo((true, false)));
    }

    [Test]
    public async Task Open_tasks_and_all_notes_and_communications_come_along_where_they_name_nothing_yet()
    {
        var lead = await LeadAsync(Ada);
        var elsewhere = (await ContactAsync(new { firstName = "E", lastName = "E" })).Id;
        foreach (var status in new[] { "PENDING", "IN_PROGRESS", "DEFERRED", "COMPLETED", "CANCELLED" })
            await TaskAsync(lead.Id, status);
        await TaskAsync(lead.Id, "PENDING", elsewhere);
        await NoteAsync(lead.Id);
        await CommunicationAsync(lead.Id);

        var answer = (await ConvertAsync(lead.Id, new { createDeal = true })).Is(200);

        var (contact, deal) = (answer["contact"].GetProperty("id").GetGuid(), answer["deal"].GetProperty("id").GetGuid());
        var tasks = await Db.QueryAsync<(string Status, Guid? Contact, Guid? Deal, Guid Lead, long Version)>("select status, contact_id, deal_id, lead_id, version from tasks order by id");
        Assert.That(tasks, Is.EquivalentTo(new (string, Guid?, Guid?, Guid, long)[]
        {
            ("PENDING", contact, deal, lead.Id, 2), ("IN_PROGRESS", contact, deal, lead.Id, 2), ("DEFERRED", contact, deal, lead.Id, 2),
            ("COMPLETED", null, null, lead.Id, 1), ("CANCELLED", null, null, lead.Id, 1), ("PENDING", elsewhere, deal, lead.Id, 2),
        }));
        foreach (var table in new[] { "notes", "communications" })
        {
            Assert.That(
                await Db.QueryAsync<(Guid?, Guid?, Guid, long)>($"select contact_id, deal_id, lead_id, version from {table}"),
                Is.EqualTo(new (Guid?, Guid?, Guid, long)[] { (contact, deal, lead.Id, 2) }));
        }

        Assert.That(await Db.ScalarAsync<long>("select count(*) from audit_logs where field_name = 'contactId' and entity_type in ('Task', 'Note', 'Communication') and new_value is not null"), Is.EqualTo(5));
        Assert.That(await Db.ScalarAsync<long>("select count(*) from timeline_entries where subject_id = @contact", new { contact }), Is.EqualTo(5));
    }

    [Test]
    public async Task Fifty_at_once_make_one_contact_one_company_and_one_deal()
    {
        var lead = await LeadAsync(Ada);
        await TaskAsync(lead.Id, "PENDING");
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => ConvertAsync(lead.Id, new { createDeal = true })));
        var won = answers.Single(a => a.Status == 200);
        foreach (var loser in answers.Where(a => a.Status != 200))
        {
            loser.IsProblem(409, "already_converted");
            foreach (var member in new[] { "contact", "company", "deal" })
                Assert.That(loser[member + "Id"].GetGuid(), Is.EqualTo(won[member].GetProperty("id").GetGuid()));
        }

        foreach (var table in new[] { "contacts", "companies", "deals" })
            Assert.That(await Db.ScalarAsync<long>($"select count(*) from {table}"), Is.EqualTo(1), table);
        Assert.That(await Db.ScalarAsync<long>("select count(*) from lead_status_history"), Is.EqualTo(2));
    }

    [Test]
    public async Task Twenty_leads_of_one_company_at_once_make_one_company_and_of_one_address_one_contact()
    {
        var leads = new List<Guid>();
        for (var i = 0; i < 20; i++)
            leads.Add((await LeadAsync(new { company = i % 2 == 0 ? "Acme" : "  ACMÉ ", email = $"{i / 2}@Acme.example" })).Id);
        var answers = await Task.WhenAll(leads.Select(l => ConvertAsync(l, new { createDeal = true })));
        foreach (var answer in answers)
            answer.Is(200);
        Assert.That(answers.Count(a => Created(a).Company), Is.EqualTo(1));
        Assert.That(answers.Count(a => Created(a).Contact), Is.EqualTo(10));
        Assert.That(await Db.QueryAsync<long>("select count(*) from companies union all select count(*) from contacts union all select count(*) from deals"), Is.EqualTo(new[] { 1, 10, 20 }));
    }

    [Test]
    public async Task A_dry_run_answers_as_if_and_changes_nothing()
    {
        var lead = await LeadAsync(Ada);
        await TaskAsync(lead.Id, "PENDING");
        (await ContactAsync(new { firstName = "A", lastName = "B", email = "ada@acme.example" })).Is(201);
        var before = await SnapshotAsync();

        var tried = (await ConvertAsync(lead.Id, new { createDeal = true }, query: "?dryRun=true", key: "k")).Is(200);

        Assert.That(Created(tried), Is.EqualTo((false, true, true)));
        Assert.That((Text(tried["lead"], "status"), Text(tried["deal"], "title"), Text(tried["contact"], "jobTitle")), Is.EqualTo(("CONVERTED", "Acme – WEBINAR", "CTO")));
        Assert.That(await SnapshotAsync(), Is.EqualTo(before));
        var done = (await ConvertAsync(lead.Id, new { createDeal = true }, key: "k")).Is(200);
        Assert.That(done.Header("Idempotent-Replayed"), Is.Null);
        var again = (await ConvertAsync(lead.Id, new { createDeal = true }, key: "k")).Is(200);
        Assert.That((again.Body, again.Header("Idempotent-Replayed"), again.ETag), Is.EqualTo((done.Body, "true", done.ETag)));
        (await ConvertAsync(lead.Id, query: "?dryRun=true")).IsProblem(409, "already_converted");
    }

    [TestCase("companies", "insert")]
    [TestCase("companies", "update")]
    [TestCase("contacts", "insert")]
    [TestCase("contacts", "update")]
    [TestCase("deals", "insert")]
    [TestCase("deal_stage_history", "insert")]
    [TestCase("leads", "update")]
    [TestCase("lead_status_history", "insert")]
    [TestCase("tasks", "update")]
    [TestCase("notes", "update")]
    [TestCase("communications", "update")]
    [TestCase("timeline_entries", "insert")]
    [TestCase("audit_logs", "insert")]
    [TestCase("outbox_messages", "insert")]
    [TestCase("idempotency_keys", "insert")]
    [TestCase("leads", "commit")]
    public async Task A_fault_at_any_step_leaves_everything_as_it_was(string table, string operation)
    {
        if ((table, operation) != ("companies", "insert"))
            await CompanyAsync();
        if ((table, operation) == ("contacts", "update"))
            await ContactAsync(new { firstName = "A", lastName = "B", email = "ada@acme.example" });
        var lead = await LeadAsync(Ada);
        await TaskAsync(lead.Id, "PENDING");
        await NoteAsync(lead.Id);
        await CommunicationAsync(lead.Id);
        var before = await SnapshotAsync();
        var trigger = operation == "commit"
            ? $"create constraint trigger fault after update on {table} deferrable initially deferred"
            : $"create trigger fault after {operation} on {table}";
        await Db.ExecuteAsync($"""
            create function fault() returns trigger language plpgsql as $f$ begin raise exception 'fault'; end $f$;
            {trigger} for each row execute function fault()
            """);
        try
        {
            Assert.That((await ConvertAsync(lead.Id, new { createDeal = true }, key: "k")).Status, Is.EqualTo(500));
        }
        finally
        {
            await Db.ExecuteAsync("drop function fault cascade");
        }

        Assert.That(await SnapshotAsync(), Is.EqualTo(before));
        (await ConvertAsync(lead.Id, new { createDeal = true }, key: "k")).Is(200);
    }

    /// <summary>A checksum of each table.</summary>
    private async Task<Dictionary<string, string>> SnapshotAsync()
    {
        var tables = await Db.QueryAsync<string>("select tablename::text from pg_tables where schemaname = 'public'");
        var sql = string.Join(" union all ", tables.Select(t => $"select '{t}', coalesce(md5(string_agg(x::text, ',' order by x::text)), '') from \"{t}\" x"));
        return (await Db.QueryAsync<(string Table, string Sum)>(sql)).ToDictionary(r => r.Table, r => r.Sum);
    }

    private Task<int> TaskAsync(Guid lead, string status, Guid? contact = null) => Db.ExecuteAsync(
        """
        insert into tasks (id, status, creator_id, search_text, priority, title, type, version, created_at, updated_at, lead_id, contact_id)
        values (gen_random_uuid(), @status, @by, '', 'MEDIUM', 'T', 'OTHER', 1, @now, @now, @lead, @contact)
        """,
        new { status, by = Admin.Id, now = Clock.Now, lead, contact });

    private Task<int> NoteAsync(Guid lead) => Db.ExecuteAsync(
        """
        insert into notes (id, creator_id, search_text, content, is_private, type, version, created_at, updated_at, lead_id)
        values (gen_random_uuid(), @by, '', 'N', true, 'GENERAL', 1, @now, @now, @lead)
        """,
        new { by = Admin.Id, now = Clock.Now, lead });

    private Task<int> CommunicationAsync(Guid lead) => Db.ExecuteAsync(
        """
        insert into communications (id, status, creator_id, search_text, type, direction, scheduled, possibly_sent_twice, version, created_at, updated_at, lead_id)
        values (gen_random_uuid(), 'DRAFT', @by, '', 'EMAIL', 'OUTBOUND', false, false, 1, @now, @now, @lead)
        """,
        new { by = Admin.Id, now = Clock.Now, lead });
}
