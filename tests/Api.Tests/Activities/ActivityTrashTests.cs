namespace Crm.Api.Tests.Activities;

/// <summary>Tasks, communications and notes are hidden while all of their subjects are in the trash.</summary>
[TestFixture("tasks", "task", "task_parent_in_trash")]
[TestFixture("communications", "communication", "communication_parent_in_trash")]
[TestFixture("notes", "note", "note_parent_in_trash")]
public sealed class ActivityTrashTests(string collection, string name, string parentInTrash) : ActivityTest
{
    [Test]
    public async Task It_is_deleted_and_restored_unchanged()
    {
        var created = await CreateAsync(collection, new { contactId = await ContactAsync() });
        (await Admin.DeleteAsync($"/api/{collection}/{created.Id}")).Is(204);
        (await Admin.GetAsync($"/api/{collection}/{created.Id}")).IsProblem(404, $"{name}_not_found");
        Assert.That((await Admin.GetAsync($"/api/{collection}?count=exact")).Is(200)["count"].GetInt64(), Is.Zero);
        (await Admin.PatchAsync($"/api/{collection}/{created.Id}", new { })).IsProblem(404, $"{name}_not_found");

        var restored = (await Admin.PostAsync($"/api/{collection}/{created.Id}/restore")).Is(200);

        foreach (var member in created.Json.EnumerateObject().Where(m => m.Name is not ("version" or "updatedAt")))
            Assert.That(restored[member.Name].GetRawText(), Is.EqualTo(member.Value.GetRawText()), member.Name);
        Assert.That(restored.Version, Is.EqualTo(created.Version + 2));
        Assert.That((await Admin.PostAsync($"/api/{collection}/{created.Id}/restore")).Is(200).Body, Is.EqualTo(restored.Body),
            "A live record is not changed.");
        (await Admin.PostAsync($"/api/{collection}/{Guid.NewGuid()}/restore")).IsProblem(404, $"{name}_not_found");
    }

    [Test]
    public async Task It_is_hidden_while_all_of_its_subjects_are_deleted()
    {
        var (contact, company) = (await ContactAsync(), await CompanyAsync());
        var created = await CreateAsync(collection, new { contactId = contact, companyId = company });
        (await Admin.DeleteAsync($"/api/contacts/{contact}")).Is(204);
        (await Admin.GetAsync($"/api/{collection}/{created.Id}")).Is(200);

        (await Admin.DeleteAsync($"/api/companies/{company}")).Is(204);
        (await Admin.GetAsync($"/api/{collection}/{created.Id}")).IsProblem(404, $"{name}_not_found");
        (await Admin.DeleteAsync($"/api/{collection}/{created.Id}")).IsProblem(404, $"{name}_not_found");
        Assert.That((await Admin.PostAsync($"/api/{collection}/{created.Id}/restore")).Is(200).Body, Is.EqualTo(created.Body),
            "It is live.");
        Assert.That((await Admin.GetAsync($"/api/{collection}?count=exact")).Is(200)["count"].GetInt64(), Is.Zero);

        (await Admin.PostAsync($"/api/contacts/{contact}/restore")).Is(200);
        Assert.That((await Admin.GetAsync($"/api/{collection}/{created.Id}")).Is(200).Body, Is.EqualTo(created.Body));
    }

    [Test]
    public async Task It_cannot_be_restored_before_one_of_its_subjects()
    {
        var (deal, company) = (await DealAsync(), await CompanyAsync());
        var created = await CreateAsync(collection, new { dealId = deal, companyId = company });
        (await Admin.DeleteAsync($"/api/{collection}/{created.Id}")).Is(204);
        (await Admin.DeleteAsync($"/api/deals/{deal}")).Is(204);
        (await Admin.DeleteAsync($"/api/companies/{company}")).Is(204);

        (await Admin.PostAsync($"/api/{collection}/{created.Id}/restore")).IsProblem(409, parentInTrash);
        (await Admin.PostAsync($"/api/deals/{deal}/restore")).Is(200);
        (await Admin.PostAsync($"/api/{collection}/{created.Id}/restore")).Is(200);
    }

    [Test]
    public async Task Activities_without_subjects_are_allowed()
    {
        var created = await CreateAsync(collection);
        (await Admin.DeleteAsync($"/api/{collection}/{created.Id}")).Is(204);
        (await Admin.PostAsync($"/api/{collection}/{created.Id}/restore")).Is(200);
    }

    [TestCase("contactId", "contact_not_found")]
    [TestCase("dealId", "deal_not_found")]
    [TestCase("companyId", "company_not_found")]
    [TestCase("leadId", "lead_not_found")]
    public async Task Subjects_must_exist(string field, string code)
    {
        var body = With(collection == "communications" ? new { type = "NOTE" } : collection == "tasks" ? new { title = "x" }
            : new { content = "x" },
            new Dictionary<string, Guid> { [field] = Guid.NewGuid() });
        (await Admin.PostAsync($"/api/{collection}", body)).IsProblem(404, code, field);
    }

    [Test]
    public async Task Subjects_must_be_live_and_readable()
    {
        var contact = await ContactAsync();
        (await Admin.DeleteAsync($"/api/contacts/{contact}")).Is(204);
        (await Admin.PostAsync(
            $"/api/{collection}",
            With(collection == "communications" ? new { type = "NOTE" } : collection == "tasks" ? new { title = "x" }
                : new { content = "x" }, new { contactId = contact })))
            .IsProblem(404, "contact_not_found", "contactId");
        var user = await UserWithAsync($$"""{"{{collection}}": {"create": "own", "read": "own"}, "contacts": {"read": "own"} }""");
        var other = await ContactAsync();
        (await user.PostAsync(
            $"/api/{collection}",
            With(collection == "communications" ? new { type = "NOTE" } : collection == "tasks" ? new { title = "x" }
                : new { content = "x" }, new { contactId = other })))
            .IsProblem(404, "contact_not_found", "contactId");
    }

    [Test]
    public async Task With_several_subjects_one_readable_subject_is_enough()
    {
        var user = await UserWithAsync(
            $$"""{"{{collection}}": {"read": "all"}, "contacts": {"read": "own"}, "companies": {"read": "own"} }""");
        var mine = await ContactAsync(ownerId: user.Id);
        var (seen, hidden) = (await CreateAsync(collection, new { contactId = mine, companyId = await CompanyAsync() }),
            await CreateAsync(collection, new { companyId = await CompanyAsync() }));
        var about = await CreateAsync(collection);

        Assert.That(Ids((await user.GetAsync($"/api/{collection}?sort=createdAt")).Is(200).Items), Is.EqualTo(new[] { seen.Id, about.Id }));
        (await user.GetAsync($"/api/{collection}/{seen.Id}")).Is(200);
        (await user.GetAsync($"/api/{collection}/{hidden.Id}")).IsProblem(404, $"{name}_not_found");
        (await user.PatchAsync($"/api/{collection}/{seen.Id}", new { })).IsProblem(403, "right_missing");
    }

    [Test]
    public async Task A_caller_with_update_scope_own_updates_only_own_records()
    {
        var user = await UserWithAsync($$"""{"{{collection}}": {"create": "own", "read": "all", "update": "own", "delete": "own"} }""");
        var others = await CreateAsync(collection);
        (await user.PatchAsync($"/api/{collection}/{others.Id}", new { })).IsProblem(403, "outside_scope");
        (await user.DeleteAsync($"/api/{collection}/{others.Id}")).IsProblem(403, "outside_scope");
        var mine = await CreateAsync(collection, client: user);
        Assert.That(mine["creatorId"].GetGuid(), Is.EqualTo(user.Id));
        (await user.PatchAsync($"/api/{collection}/{mine.Id}", new { }, ifMatch: "\"7\"")).IsProblem(412, "version_mismatch");
        Assert.That((await user.PatchAsync($"/api/{collection}/{mine.Id}", new { creatorId = user.Id })).Is(200).Version, Is.EqualTo(1));
        (await user.PatchAsync($"/api/{collection}/{mine.Id}", new { creatorId = others["creatorId"].GetGuid() })).IsProblem(
            400, "read_only_field", "creatorId");
        (await user.DeleteAsync($"/api/{collection}/{mine.Id}")).Is(204);
    }

    [Test]
    public async Task Its_audit_has_its_name()
    {
        var created = await CreateAsync(collection, new { companyId = await CompanyAsync() });
        await CreateAsync(collection);
        (await Admin.DeleteAsync($"/api/{collection}/{created.Id}")).Is(204);
        (await Admin.PostAsync($"/api/{collection}/{created.Id}/restore")).Is(200);
        var type = char.ToUpperInvariant(name[0]) + name[1..];

        var rows = (await Admin.GetAsync($"/api/{collection}/{created.Id}/audit?sort=createdAt&limit=200")).Is(200).Items;
        Assert.That(rows.Select(r => r.GetProperty("entityType").GetString()), Is.All.EqualTo(type));
        Assert.That(rows.Select(r => r.GetProperty("entityId").GetGuid()), Is.All.EqualTo(created.Id));
        Assert.That(rows.Select(r => r.GetProperty("action").GetString()).Distinct(),
            Is.EquivalentTo(new[] { "CREATE", "DELETE", "RESTORE" }));
        Assert.That((await Admin.GetAsync($"/api/audit-logs?entityType={type}&entityId={created.Id}&limit=200")).Is(200).Items,
            Has.Count.EqualTo(rows.Count));
    }
}
