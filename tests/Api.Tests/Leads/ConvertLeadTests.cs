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

    private async Task<Guid> CompanyAsync(string name = "Acme", Guid? ownerId = null) =>
        (await Admin.PostAsync("/api/companies", new { name, ownerId })).Is(201).Id;

    private sealed record CreatedRecords(bool Contact, bool Company, bool Deal);

    private static CreatedRecords Created(ApiResponse response)
    {
        var created = response["created"];
        return new CreatedRecords(
            created.GetProperty("contact").GetBoolean(), created.GetProperty("company").GetBoolean(), created.GetProperty("deal")
                .GetBoolean());
    }

    private static string? Text(JsonElement json, string member) => json.GetProperty(member).GetString();

    private static string Tags(JsonElement json) => string.Join(' ', json.GetProperty("tags").EnumerateArray().Select(t => t.GetString()));

    [Test]
    public async Task All_records_are_created_from_the_lead_and_returned_as_get_does()
    {
        var rep = await UserAsync();
        var lead = await LeadAsync(
            new
            {
                firstName = "Ada",
                lastName = "Byron",
                email = "ada@acme.example",
                company = "Acme",
                source = "WEBINAR",
                assignedToId = rep.Id,
                tags = new[] { "vip" },
                leadScore = 3
            });

        var response = (await ConvertAsync(
            lead.Id, new { createDeal = true, deal = new { value = 1200.5, currency = "EUR", expectedCloseDate = "2030-01-02" } })).Is(200);

        Assert.That(Created(response), Is.EqualTo(new CreatedRecords(true, true, true)));
        foreach (var (member, collection) in new[] { ("lead", "leads"), ("contact", "contacts"), ("company", "companies"),
            ("deal", "deals") })
        {
            var shown = (await Admin.GetAsync($"/api/{collection}/{response[member].GetProperty("id").GetGuid()}")).Is(200);
            Assert.That(response[member].GetRawText(), Is.EqualTo(shown.Body), member);
        }

        var (converted, contact, company, deal) = (response["lead"], response["contact"], response["company"], response["deal"]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(response.TaggedVersion, Is.EqualTo(2));
            Assert.That(converted.GetProperty("version").GetInt64(), Is.EqualTo(2));
            Assert.That(Text(converted, "status"), Is.EqualTo("CONVERTED"));
            Assert.That(converted.GetProperty("isConverted").GetBoolean(), Is.True);
            Assert.That(Text(converted, "convertedToContactName"), Is.EqualTo("Ada Byron"));
            Assert.That(Text(converted, "convertedToCompanyName"), Is.EqualTo("Acme"));
            Assert.That(Text(converted, "convertedToDealTitle"), Is.EqualTo("Acme – WEBINAR"));
        }

        Assert.That(converted.GetProperty("convertedAt").GetDateTimeOffset(), Is.EqualTo(Clock.Now).Within(TimeSpan.FromMinutes(1)));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Text(contact, "email"), Is.EqualTo("ada@acme.example"));
            Assert.That(Text(contact, "leadSource"), Is.EqualTo("WEBINAR"));
            Assert.That(Text(contact, "leadStatus"), Is.EqualTo("CONVERTED"));
            Assert.That(contact.GetProperty("leadScore").GetInt32(), Is.EqualTo(3));
            Assert.That(Tags(contact), Is.EqualTo("vip"));
            Assert.That(Text(contact, "companyName"), Is.EqualTo("Acme"));
            Assert.That(Text(deal, "stage"), Is.EqualTo("PROSPECTING"));
            Assert.That(deal.GetProperty("value").GetDecimal(), Is.EqualTo(1200.5m));
            Assert.That(Text(deal, "currency"), Is.EqualTo("EUR"));
            Assert.That(Text(deal, "expectedCloseDate"), Is.EqualTo("2030-01-02"));
        }

        Assert.That(deal.GetProperty("primaryContactId").GetGuid(), Is.EqualTo(contact.GetProperty("id").GetGuid()));
        Assert.That(new[] { contact, company, deal }.Select(r => r.GetProperty("ownerId").GetGuid()), Is.All.EqualTo(rep.Id),
            "The owner is the assignee, not the caller.");
    }

    [Test]
    public async Task Without_a_body_no_deal_and_without_a_company_name_no_company_is_created()
    {
        var lead = await LeadAsync();
        var response = (await Admin.PostAsync($"/api/leads/{lead.Id}/convert")).Is(200);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Created(response), Is.EqualTo(new CreatedRecords(true, false, false)));
            Assert.That(response["company"].ValueKind, Is.EqualTo(JsonValueKind.Null));
            Assert.That(response["deal"].ValueKind, Is.EqualTo(JsonValueKind.Null));
        }

        Assert.That(response["contact"].GetProperty("ownerId").GetGuid(), Is.EqualTo(Admin.Id), "An unassigned lead becomes the caller's.");
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
        var company = (await Admin.PostAsync("/api/companies", new { name = "ÀCME ", city = "Bonn", tags = new[] { "old", "vip" } })).Is(
            201).Id;
        var contact = (await ContactAsync(
            new { firstName = "A.", lastName = "B.", email = "ada@acme.EXAMPLE", phone = "+1", city = "", tags = new[] { "old" } })).Id;
        var lead = await LeadAsync(Ada);

        var response = (await ConvertAsync(lead.Id)).Is(200);

        Assert.That(Created(response), Is.EqualTo(new CreatedRecords(false, false, false)));
        var usedContact = response["contact"];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(usedContact.GetProperty("id").GetGuid(), Is.EqualTo(contact));
            Assert.That(usedContact.GetProperty("companyId").GetGuid(), Is.EqualTo(company));
            Assert.That(usedContact.GetProperty("version").GetInt64(), Is.EqualTo(2));
            Assert.That(Text(usedContact, "firstName"), Is.EqualTo("A."));
            Assert.That(Text(usedContact, "email"), Is.EqualTo("ada@acme.EXAMPLE"));
            Assert.That(Text(usedContact, "phone"), Is.EqualTo("+1"));
            Assert.That(Text(usedContact, "city"), Is.EqualTo("Berlin"));
            Assert.That(Text(usedContact, "jobTitle"), Is.EqualTo("CTO"));
            Assert.That(Text(usedContact, "address"), Is.EqualTo("Linden 9"));
            Assert.That(Tags(usedContact), Is.EqualTo("old vip dach"));
        }

        var usedCompany = response["company"];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(usedCompany.GetProperty("id").GetGuid(), Is.EqualTo(company));
            Assert.That(Text(usedCompany, "name"), Is.EqualTo("ÀCME"));
            Assert.That(Text(usedCompany, "city"), Is.EqualTo("Bonn"));
            Assert.That(Text(usedCompany, "website"), Is.EqualTo("https://acme.example"));
            Assert.That(Text(usedCompany, "zipCode"), Is.EqualTo("10969"));
            Assert.That(Tags(usedCompany), Is.EqualTo("old vip dach"));
        }
    }

    [Test]
    public async Task The_contact_and_its_company_take_precedence_over_names_and_given_ids_over_all()
    {
        var (named, own, given) = (await CompanyAsync(), await CompanyAsync("Own"), await CompanyAsync("Given"));
        var byMail = (await ContactAsync(new { firstName = "M", lastName = "M", email = "ada@acme.example", companyId = own })).Id;
        var first = (await ConvertAsync((await LeadAsync(Ada)).Id)).Is(200);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(first["contact"].GetProperty("id").GetGuid(), Is.EqualTo(byMail));
            Assert.That(first["company"].GetProperty("id").GetGuid(), Is.EqualTo(own));
        }

        var other = (await ContactAsync(new { firstName = "O", lastName = "O", email = "o@x.example" })).Id;
        var second = (await ConvertAsync((await LeadAsync(Ada)).Id, new { contactId = other, companyId = given })).Is(200);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(second["contact"].GetProperty("id").GetGuid(), Is.EqualTo(other));
            Assert.That(second["company"].GetProperty("id").GetGuid(), Is.EqualTo(given));
            Assert.That(second["contact"].GetProperty("companyId").GetGuid(), Is.EqualTo(given));
            Assert.That(Text(second["contact"], "email"), Is.EqualTo("o@x.example"));
        }

        var third = (await ConvertAsync((await LeadAsync(new { company = "acme" })).Id)).Is(200);
        Assert.That(third["company"].GetProperty("id").GetGuid(), Is.EqualTo(named));
        // A contact found by its e-mail address keeps its company; the deal gets the given company.
        var fourth = (await ConvertAsync((await LeadAsync(Ada)).Id, new { companyId = given, createDeal = true })).Is(200);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(fourth["contact"].GetProperty("companyId").GetGuid(), Is.EqualTo(own));
            Assert.That(fourth["deal"].GetProperty("companyId").GetGuid(), Is.EqualTo(given));
        }
    }

    [Test]
    public async Task Given_records_must_exist_and_match()
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
    public async Task The_email_address_of_a_deleted_contact_can_be_used()
    {
        var contact = (await ContactAsync(new { firstName = "T", lastName = "T", email = "ada@acme.example" })).Id;
        (await Admin.DeleteAsync($"/api/contacts/{contact}")).Is(204);
        Assert.That(Created((await ConvertAsync((await LeadAsync(Ada)).Id)).Is(200)).Contact, Is.True);
    }

    [Test]
    public async Task A_given_contact_does_not_get_the_email_address_of_another()
    {
        (await ContactAsync(new { firstName = "T", lastName = "T", email = "ada@acme.example" })).Is(201);
        var named = (await ContactAsync(new { firstName = "N", lastName = "N" })).Id;
        (await ConvertAsync((await LeadAsync(Ada)).Id, new { contactId = named })).IsProblem(409, "contact_email_taken");
    }

    [Test]
    public async Task A_lead_is_converted_once_and_the_second_request_returns_the_created_records()
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
    public async Task The_title_is_company_and_source_truncated_to_the_limit()
    {
        var plain = (await ConvertAsync((await LeadAsync(new { company = "Acme" })).Id, new { createDeal = true })).Is(200);
        Assert.That(Text(plain["deal"], "title"), Is.EqualTo("Acme"));
        var longest = (await ConvertAsync(
            (await LeadAsync(new { company = new string('x', 255), source = "PARTNER" })).Id, new { createDeal = true })).Is(200);
        Assert.That(Text(longest["deal"], "title"), Is.EqualTo(new string('x', 245) + " – PARTNER"));
        var given = (await ConvertAsync(
            (await LeadAsync(new { company = "Acme" })).Id,
            new { createDeal = true, deal = new { title = "Mine", stage = "ON_HOLD" } })).Is(200);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Text(given["deal"], "title"), Is.EqualTo("Mine"));
            Assert.That(Text(given["deal"], "stage"), Is.EqualTo("ON_HOLD"));
        }
    }

    [Test]
    public async Task Created_records_belong_to_the_given_owner_and_never_to_a_deactivated_user()
    {
        var (manager, rep) = (await UserAsync("Sales Manager"), await UserAsync());
        var lead = await LeadAsync(new { company = "Acme", assignedToId = rep.Id });
        (await Admin.PatchAsync($"/api/users/{rep.Id}", new { isActive = false })).Is(200);
        (await ConvertAsync(lead.Id, new { ownerId = rep.Id }, manager)).IsProblem(409, "user_inactive", "ownerId");
        var response = (await ConvertAsync(lead.Id, new { createDeal = true }, manager)).Is(200);
        Assert.That(new[] { "contact", "company", "deal" }.Select(m => response[m].GetProperty("ownerId").GetGuid()),
            Is.All.EqualTo(manager.Id));

        var named = (await ConvertAsync(
            (await LeadAsync(new { company = "Beta" })).Id, new { createDeal = true, ownerId = manager.Id })).Is(200);
        Assert.That(new[] { "contact", "company", "deal" }.Select(m => named[m].GetProperty("ownerId").GetGuid()),
            Is.All.EqualTo(manager.Id));
    }

    [Test]
    public async Task It_requires_the_permissions_to_convert_the_lead_and_to_create_the_records()
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
            ("companies:create", """{"leads": ["read", "convert"], "contacts": ["create", "read"], "deals": ["create"]""" +
                """, "companies": ["read"]}"""),
            ("contacts:create", """{"leads": ["read", "convert"], "contacts": ["read"], "deals": ["create"]""" +
                """, "companies": ["create", "read"]}"""),
            ("deals:create", """{"leads": ["read", "convert"], "contacts": ["create", "read"], "companies": ["create", "read"]}"""),
        })
        {
            var user = await UserWithAsync(permissions);
            var before = await SnapshotAsync();
            Assert.That((await ConvertAsync(lead.Id, new { createDeal = true }, user)).IsProblem(403, "right_missing").Detail,
                Does.Contain(missing));
            Assert.That(await SnapshotAsync(), Is.EqualTo(before));
        }

        var permitted = await UserWithAsync(
            """{"leads": ["read", "convert"], "contacts": ["create"], "companies": ["create"], "deals": ["create"]}""");
        (await ConvertAsync(lead.Id, new { createDeal = true }, permitted)).Is(200);
        // An own lead, without the permission to assign.
        var own = await LeadAsync(new { company = "Beta" }, rep);
        (await ConvertAsync(own.Id, new { ownerId = Admin.Id }, rep)).IsProblem(403, "assign_missing");
        Assert.That((await ConvertAsync(own.Id, new { createDeal = true }, rep)).Is(200)["deal"].GetProperty("ownerId").GetGuid(),
            Is.EqualTo(rep.Id));
    }

    [Test]
    public async Task Filling_empty_fields_requires_the_permission_to_update_and_otherwise_none()
    {
        var manager = await UserAsync("Sales Manager");
        var company = await CompanyAsync(ownerId: manager.Id);
        (await ContactAsync(new
        {
            firstName = "A",
            lastName = "B",
            email = "ada@acme.example",
            ownerId = manager.Id,
            companyId = company
        })).Is(201);
        var rep = await UserAsync();
        var full = await LeadAsync(Ada, rep);
        (await ConvertAsync(full.Id, client: rep)).IsProblem(403, "outside_scope", "companyId");
        Assert.That((await GetAsync(full.Id)).Version, Is.EqualTo(1));
        (await ConvertAsync(full.Id, client: await UserWithAsync(
            """{"leads": ["read", "convert"], "contacts": ["read"], "companies": ["read"]}"""))).IsProblem(403, "right_missing");

        var bare = await LeadAsync(new { email = "ada@acme.example", company = "ACME" }, rep);
        var response = (await ConvertAsync(bare.Id, client: rep)).Is(200);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Created(response), Is.EqualTo(new CreatedRecords(false, false, false)));
            Assert.That(response["contact"].GetProperty("version").GetInt64(), Is.EqualTo(1));
            Assert.That(response["company"].GetProperty("version").GetInt64(), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task Unreadable_records_are_not_used()
    {
        var narrow = await UserWithAsync(
            """{"leads": ["read", "convert"], "contacts": {"create": "all", "read": "own"}""" +
            """, "companies": {"create": "all", "read": "own"}}""");
        var hidden = await CompanyAsync();
        var contact = (await ContactAsync(new { firstName = "A", lastName = "B", email = "ada@acme.example" })).Id;
        var lead = await LeadAsync(Ada);
        var rejected = (await ConvertAsync(lead.Id, client: narrow)).IsProblem(409, "contact_email_taken");
        Assert.That(rejected.Body, Does.Not.Contain(contact.ToString()));
        (await ConvertAsync(lead.Id, new { contactId = contact }, narrow)).IsProblem(404, "contact_not_found", "contactId");
        (await ConvertAsync((await LeadAsync()).Id, new { companyId = hidden }, narrow)).IsProblem(404, "company_not_found", "companyId");

        var response = (await ConvertAsync((await LeadAsync(new { company = "Acme" })).Id, client: narrow)).Is(200);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Created(response).Company, Is.True);
            Assert.That(response["company"].GetProperty("id").GetGuid(), Is.Not.EqualTo(hidden));
        }
    }

    [Test]
    public async Task Open_tasks_and_all_notes_and_communications_get_the_missing_subjects()
    {
        var lead = await LeadAsync(Ada);
        var elsewhere = (await ContactAsync(new { firstName = "E", lastName = "E" })).Id;
        foreach (var status in new[] { "PENDING", "IN_PROGRESS", "DEFERRED", "COMPLETED", "CANCELLED" })
            await TaskAsync(lead.Id, status);
        await TaskAsync(lead.Id, "PENDING", elsewhere);
        await NoteAsync(lead.Id);
        await CommunicationAsync(lead.Id);

        var response = (await ConvertAsync(lead.Id, new { createDeal = true })).Is(200);

        var (contact, deal) = (response["contact"].GetProperty("id").GetGuid(), response["deal"].GetProperty("id").GetGuid());
        Assert.That(await ActivitiesAsync("tasks", "status"), Is.EquivalentTo(new StoredActivity[]
        {
            new("PENDING", contact, deal, lead.Id, 2), new("IN_PROGRESS", contact, deal, lead.Id, 2),
            new("DEFERRED", contact, deal, lead.Id, 2),
            new("COMPLETED", null, null, lead.Id, 1), new("CANCELLED", null, null, lead.Id, 1), new("PENDING", elsewhere, deal, lead.Id, 2),
        }));
        Assert.That(await ActivitiesAsync("notes", "null::text"),
            Is.EqualTo(new[] { new StoredActivity(null, contact, deal, lead.Id, 2) }));
        Assert.That(await ActivitiesAsync("communications", "null::text"),
            Is.EqualTo(new[] { new StoredActivity(null, contact, deal, lead.Id, 2) }));

        Assert.That(await Db.ScalarAsync<long>(
            "select count(*) from audit_logs where field_name = 'contactId' and entity_type in ('Task', 'Note', 'Communication') and " +
                "new_value is not null"), Is.EqualTo(5));
        Assert.That(await Db.ScalarAsync<long>("select count(*) from timeline_entries where subject_id = @contact", new { contact }),
            Is.EqualTo(5));
    }

    [Test]
    public async Task Fifty_concurrent_conversions_create_one_contact_one_company_and_one_deal()
    {
        var lead = await LeadAsync(Ada);
        await TaskAsync(lead.Id, "PENDING");
        var responses = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => ConvertAsync(lead.Id, new { createDeal = true })));
        var won = responses.Single(a => a.Status == 200);
        foreach (var rejected in responses.Where(a => a.Status != 200))
        {
            rejected.IsProblem(409, "already_converted");
            foreach (var member in new[] { "contact", "company", "deal" })
                Assert.That(rejected[member + "Id"].GetGuid(), Is.EqualTo(won[member].GetProperty("id").GetGuid()));
        }

        foreach (var table in new[] { "contacts", "companies", "deals" })
            Assert.That(await Db.ScalarAsync<long>($"select count(*) from {table}"), Is.EqualTo(1), table);
        Assert.That(await Db.ScalarAsync<long>("select count(*) from lead_status_history"), Is.EqualTo(2));
    }

    [Test]
    public async Task Concurrent_conversions_create_one_company_per_name_and_one_contact_per_email_address()
    {
        var leads = new List<Guid>();
        for (var i = 0; i < 20; i++)
            leads.Add((await LeadAsync(new { company = i % 2 == 0 ? "Acme" : "  ACMÉ ", email = $"{i / 2}@Acme.example" })).Id);
        var responses = await Task.WhenAll(leads.Select(l => ConvertAsync(l, new { createDeal = true })));
        foreach (var response in responses)
            response.Is(200);
        Assert.That(responses.Count(a => Created(a).Company), Is.EqualTo(1));
        Assert.That(responses.Count(a => Created(a).Contact), Is.EqualTo(10));
        Assert.That(await Db.QueryAsync<long>(
            "select count(*) from companies union all select count(*) from contacts union all select count(*) from deals"),
            Is.EqualTo(new[] { 1, 10, 20 }));
    }

    [Test]
    public async Task A_dry_run_returns_the_result_and_changes_nothing()
    {
        var lead = await LeadAsync(Ada);
        await TaskAsync(lead.Id, "PENDING");
        (await ContactAsync(new { firstName = "A", lastName = "B", email = "ada@acme.example" })).Is(201);
        var before = await SnapshotAsync();

        var dryRun = (await ConvertAsync(lead.Id, new { createDeal = true }, query: "?dryRun=true", key: "k")).Is(200);

        Assert.That(Created(dryRun), Is.EqualTo(new CreatedRecords(false, true, true)));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Text(dryRun["lead"], "status"), Is.EqualTo("CONVERTED"));
            Assert.That(Text(dryRun["deal"], "title"), Is.EqualTo("Acme – WEBINAR"));
            Assert.That(Text(dryRun["contact"], "jobTitle"), Is.EqualTo("CTO"));
        }

        Assert.That(await SnapshotAsync(), Is.EqualTo(before));
        var done = (await ConvertAsync(lead.Id, new { createDeal = true }, key: "k")).Is(200);
        Assert.That(done.Header("Idempotent-Replayed"), Is.Null);
        var again = (await ConvertAsync(lead.Id, new { createDeal = true }, key: "k")).Is(200);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(again.Body, Is.EqualTo(done.Body));
            Assert.That(again.Header("Idempotent-Replayed"), Is.EqualTo("true"));
            Assert.That(again.ETag, Is.EqualTo(done.ETag));
        }

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
    public async Task A_failure_at_any_step_changes_nothing(string table, string operation)
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

    private sealed record StoredActivity(string? Status, Guid? Contact, Guid? Deal, Guid Lead, long Version);

    private async Task<IEnumerable<StoredActivity>> ActivitiesAsync(string table, string status) =>
        (await Db.QueryAsync<(string? Status, Guid? Contact, Guid? Deal, Guid Lead, long Version)>(
            $"select {status}, contact_id, deal_id, lead_id, version from {table}"))
            .Select(a => new StoredActivity(a.Status, a.Contact, a.Deal, a.Lead, a.Version));

    /// <summary>A checksum of each table.</summary>
    private async Task<Dictionary<string, string>> SnapshotAsync()
    {
        var tables = await Db.QueryAsync<string>("select tablename::text from pg_tables where schemaname = 'public'");
        var sql = string.Join(
            " union all ", tables.Select(
                t => $"select '{t}', coalesce(md5(string_agg(x::text, ',' order by x::text)), '') from \"{t}\" x"));
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
        insert into communications (id, status, creator_id, search_text, type, direction, scheduled, possibly_sent_twice, version,
            created_at, updated_at, lead_id)
        values (gen_random_uuid(), 'DRAFT', @by, '', 'EMAIL', 'OUTBOUND', false, false, 1, @now, @now, @lead)
        """,
        new { by = Admin.Id, now = Clock.Now, lead });
}
