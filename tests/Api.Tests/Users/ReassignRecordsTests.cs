using Crm.Domain.Roles;

namespace Crm.Api.Tests.Users;

[Category("Slow")]
public sealed class ReassignRecordsTests : ApiTest
{
    private ApiClient leaver = null!;
    private ApiClient newOwner = null!;

    private string Path => $"/api/users/{leaver.Id}/reassign";

    [SetUp]
    public async Task Create_users() => (leaver, newOwner) = (await UserAsync(), await UserAsync());

    private async Task<Guid> CreateRecordAsync(string collection, object body) =>
        (await Admin.PostAsync($"/api/{collection}", body)).Is(201).Id;

    private static string Counts(ApiResponse response) => response.Is(200).Body;

    private static string Expected(int companies, int contacts, int deals, int leads, int tasks) =>
        $$"""{"companies":{{companies}},"contacts":{{contacts}},"deals":{{deals}},"leads":{{leads}},"tasks":{{tasks}}""" +
        $$""","total":{{companies + contacts + deals + leads + tasks}}}""";

    [Test]
    public async Task Open_records_are_reassigned_and_closed_ones_are_not()
    {
        var company = await CreateRecordAsync("companies", new { name = "Acme", ownerId = leaver.Id });
        var contact = await CreateRecordAsync("contacts", new { firstName = "Jo", lastName = "Doe", ownerId = leaver.Id });
        var open = await CreateRecordAsync("deals", new { title = "Open", companyId = company, ownerId = leaver.Id });
        var held = await CreateRecordAsync("deals", new { title = "Held", companyId = company, ownerId = leaver.Id, stage = "ON_HOLD" });
        var won = await CreateRecordAsync("deals", new { title = "Won", companyId = company, ownerId = leaver.Id });
        (await Admin.PatchAsync($"/api/deals/{won}/stage", new { stage = "CLOSED_WON" }, mediaType: "application/json")).Is(200);
        var lead = await CreateRecordAsync("leads", new { firstName = "Al", lastName = "Lead", assignedToId = leaver.Id });
        var task = await CreateRecordAsync("tasks", new { title = "Call", assigneeId = leaver.Id });
        var done = await CreateRecordAsync("tasks", new { title = "Done", assigneeId = leaver.Id });
        (await Admin.PatchAsync($"/api/tasks/{done}/complete", new { }, mediaType: "application/json")).Is(200);
        var deleted = await CreateRecordAsync("contacts", new { firstName = "In", lastName = "Trash", ownerId = leaver.Id });
        (await Admin.DeleteAsync($"/api/contacts/{deleted}")).Is(204);
        var other = await CreateRecordAsync("companies", new { name = "Other", ownerId = Admin.Id });

        var response = await Admin.PostAsync(Path, new { toUserId = newOwner.Id });

        Assert.That(Counts(response), Is.EqualTo(Expected(1, 1, 2, 1, 1)));
        async Task<Guid> OwnerAsync(string path, string member = "ownerId") =>
            (await Admin.GetAsync($"/api/{path}")).Is(200)[member].GetGuid();
        foreach (var path in new[] { $"companies/{company}", $"contacts/{contact}", $"deals/{open}", $"deals/{held}" })
            Assert.That(await OwnerAsync(path), Is.EqualTo(newOwner.Id), path);
        Assert.That(await OwnerAsync($"leads/{lead}", "assignedToId"), Is.EqualTo(newOwner.Id));
        Assert.That(await OwnerAsync($"tasks/{task}", "assigneeId"), Is.EqualTo(newOwner.Id));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await OwnerAsync($"deals/{won}"), Is.EqualTo(leaver.Id));
            Assert.That(await OwnerAsync($"tasks/{done}", "assigneeId"), Is.EqualTo(leaver.Id));
            Assert.That(await OwnerAsync($"companies/{other}"), Is.EqualTo(Admin.Id));
        }

        var rows = (await Admin.GetAsync($"/api/companies/{company}/audit?action=ASSIGNMENT_CHANGE")).Is(200).Items.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(rows.GetProperty("oldValue").GetString(), Is.EqualTo($"\"{leaver.Id}\""));
            Assert.That(rows.GetProperty("newValue").GetString(), Is.EqualTo($"\"{newOwner.Id}\""));
            Assert.That(rows.GetProperty("metadata").GetProperty("command").GetString(), Is.EqualTo("ReassignBatch"));
        }

        Assert.That((await Admin.GetAsync($"/api/companies/{company}")).Is(200).Version, Is.EqualTo(2));

        Assert.That(Counts(await Admin.PostAsync(Path, new { toUserId = newOwner.Id })), Is.EqualTo(Expected(0, 0, 0, 0, 0)),
            "Nothing is left.");
        (await Admin.DeleteAsync($"/api/users/{leaver.Id}")).Is(204);
    }

    [Test]
    public async Task Large_reassignments_use_several_transactions_and_completed_ones_are_kept()
    {
        var company = await CreateRecordAsync("companies", new { name = "Acme", ownerId = leaver.Id });
        await Db.ExecuteAsync(
            """
            insert into companies select (jsonb_populate_record(c, jsonb_build_object('id', gen_random_uuid(), 'name', 'Copy ' || n))).*
            from companies c cross join generate_series(1, 1000) n where c.id = @company
            """,
            new { company });
        // The third transaction fails.
        var third = await Db.ScalarAsync<Guid>("select id from companies order by id offset 1000 limit 1");
        await Db.ExecuteAsync(
            $"alter table companies add constraint ck_companies_stays check (id <> '{third}' or owner_id = '{leaver.Id}')");
        try
        {
            Assert.That((await Admin.PostAsync(Path, new { toUserId = newOwner.Id }, key: "k1")).Status, Is.EqualTo(500));
        }
        finally
        {
            await Db.ExecuteAsync("alter table companies drop constraint ck_companies_stays");
        }

        Assert.That(await Db.ScalarAsync<long>("select count(*) from companies where owner_id = @Id", new { newOwner.Id }),
            Is.EqualTo(1000));
        var second = await Admin.PostAsync(Path, new { toUserId = newOwner.Id }, key: "k1");
        Assert.That(Counts(second), Is.EqualTo(Expected(1, 0, 0, 0, 0)), "The second request continues with the remaining records.");
        var again = await Admin.PostAsync(Path, new { toUserId = newOwner.Id }, key: "k1");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(again.Body, Is.EqualTo(second.Body));
            Assert.That(again.Header("Idempotent-Replayed"), Is.EqualTo("true"));
        }

        (await Admin.PostAsync(Path, new { toUserId = Admin.Id }, key: "k1")).IsProblem(409, "idempotency_key_reused");
        Assert.That(await Db.ScalarAsync<long>(
            "select count(*) from audit_logs where action = 'ASSIGNMENT_CHANGE' and entity_type = 'Company'"), Is.EqualTo(1001));
    }

    [Test]
    public async Task Two_concurrent_reassignments_reassign_each_record_once()
    {
        for (var i = 0; i < 20; i++)
            await CreateRecordAsync("companies", new { name = $"C{i}", ownerId = leaver.Id });

        var responses = await Task.WhenAll(
            Admin.PostAsync(Path, new { toUserId = newOwner.Id }), Admin.PostAsync(Path, new { toUserId = Admin.Id }));

        Assert.That(responses.Sum(a => a.Is(200)["total"].GetInt32()), Is.EqualTo(20));
        Assert.That(await Db.ScalarAsync<long>("select count(*) from companies where owner_id = @Id", new { leaver.Id }), Is.Zero);
    }

    [Test]
    public async Task Invalid_input_is_rejected_with_its_field()
    {
        var deleted = await UserAsync();
        await Db.ExecuteAsync("update users set is_active = false where id = @Id", new { deleted.Id });
        (await Admin.PostAsync(Path, "{}")).IsProblem(400, "validation_failed", "toUserId");
        (await Admin.PostAsync(Path, new { toUserId = leaver.Id })).IsProblem(400, "reassign_to_self", "toUserId");
        (await Admin.PostAsync(Path, new { toUserId = deleted.Id })).IsProblem(409, "user_inactive", "toUserId");
        (await Admin.PostAsync(Path, new { toUserId = Guid.NewGuid() })).IsProblem(404, "user_not_found", "toUserId");
        (await Admin.PostAsync($"/api/users/{Guid.NewGuid()}/reassign", new { toUserId = newOwner.Id })).IsProblem(404, "user_not_found");
        (await Admin.PostAsync(Path, new { toUserId = newOwner.Id }, ifMatch: "\"7\"")).IsProblem(412, "version_mismatch");
        // The records of a deactivated user can be reassigned.
        (await Admin.PostAsync($"/api/users/{deleted.Id}/reassign", new { toUserId = newOwner.Id })).Is(200);
    }

    [Test]
    public async Task It_requires_the_permissions_to_update_the_user_and_to_assign_the_records()
    {
        (await (await UserAsync(BuiltInRoles.SalesManager)).PostAsync(Path, new { toUserId = newOwner.Id })).IsProblem(
            403, "right_missing");
        var own = await UserWithAsync("""{"users": {"read": "all", "update": "own"}}""");
        (await own.PostAsync(Path, new { toUserId = newOwner.Id })).IsProblem(403, "outside_scope");
        var clerk = await UserWithAsync("""{"users": ["read", "update"], "contacts": ["assign"], "companies": {"assign": "group"}}""");
        await CreateRecordAsync("contacts", new { firstName = "Jo", lastName = "Doe", ownerId = leaver.Id });
        Assert.That(Counts(await clerk.PostAsync(Path, new { toUserId = newOwner.Id })), Is.EqualTo(Expected(0, 1, 0, 0, 0)));
        await CreateRecordAsync("contacts", new { firstName = "Jo", lastName = "Doe", ownerId = leaver.Id });
        await CreateRecordAsync("companies", new { name = "Acme", ownerId = leaver.Id });
        (await clerk.PostAsync(Path, new { toUserId = newOwner.Id })).IsProblem(403, "assign_missing");
        Assert.That(await Db.ScalarAsync<long>("select count(*) from contacts where owner_id = @Id", new { leaver.Id }), Is.EqualTo(1),
            "Nothing was reassigned.");
    }
}
