using Crm.Domain.Roles;

namespace Crm.Api.Tests.Users;

public sealed class ReassignRecordsTests : ApiTest
{
    private ApiClient leaver = null!;
    private ApiClient heir = null!;

    private string Path => $"/api/users/{leaver.Id}/reassign";

    [SetUp]
    public async Task Make_users() => (leaver, heir) = (await UserAsync(), await UserAsync());

    private async Task<Guid> MakeAsync(string collection, object body) => (await Admin.PostAsync($"/api/{collection}", body)).Is(201).Id;

    private static string Counts(ApiResponse answer) => answer.Is(200).Body;

    private static string Expected(int companies, int contacts, int deals, int leads, int tasks) =>
        $$"""{"companies":{{companies}},"contacts":{{contacts}},"deals":{{deals}},"leads":{{leads}},"tasks":{{tasks}},"total":{{companies + contacts + deals + leads + tasks}}}""";

    [Test]
    public async Task Everything_open_goes_to_the_other_and_what_is_closed_stays()
    {
        var company = await MakeAsync("companies", new { name = "Acme", ownerId = leaver.Id });
        var contact = await MakeAsync("contacts", new { firstName = "Jo", lastName = "Doe", ownerId = leaver.Id });
        var open = await MakeAsync("deals", new { title = "Open", companyId = company, ownerId = leaver.Id });
        var held = await MakeAsync("deals", new { title = "Held", companyId = company, ownerId = leaver.Id, stage = "ON_HOLD" });
        var won = await MakeAsync("deals", new { title = "Won", companyId = company, ownerId = leaver.Id });
        (await Admin.PatchAsync($"/api/deals/{won}/stage", new { stage = "CLOSED_WON" }, mediaType: "application/json")).Is(200);
        var lead = await MakeAsync("leads", new { firstName = "Al", lastName = "Lead", assignedToId = leaver.Id });
        var task = await MakeAsync("tasks", new { title = "Call", assigneeId = leaver.Id });
        var done = await MakeAsync("tasks", new { title = "Done", assigneeId = leaver.Id });
        (await Admin.PatchAsync($"/api/tasks/{done}/complete", new { }, mediaType: "application/json")).Is(200);
        var gone = await MakeAsync("contacts", new { firstName = "In", lastName = "Trash", ownerId = leaver.Id });
        (await Admin.DeleteAsync($"/api/contacts/{gone}")).Is(204);
        var other = await MakeAsync("companies", new { name = "Other", ownerId = Admin.Id });

        var answer = await Admin.PostAsync(Path, new { toUserId = heir.Id });

        Assert.That(Counts(answer), Is.EqualTo(Expected(1, 1, 2, 1, 1)));
        async Task<Guid> OwnerAsync(string path, string member = "ownerId") => (await Admin.GetAsync($"/api/{path}")).Is(200)[member].GetGuid();
        foreach (var path in new[] { $"companies/{company}", $"contacts/{contact}", $"deals/{open}", $"deals/{held}" })
            Assert.That(await OwnerAsync(path), Is.EqualTo(heir.Id), path);
        Assert.That(await OwnerAsync($"leads/{lead}", "assignedToId"), Is.EqualTo(heir.Id));
        Assert.That(await OwnerAsync($"tasks/{task}", "assigneeId"), Is.EqualTo(heir.Id));
        Assert.That(
            (await OwnerAsync($"deals/{won}"), await OwnerAsync($"tasks/{done}", "assigneeId"), await OwnerAsync($"companies/{other}")),
            Is.EqualTo((leaver.Id, leaver.Id, Admin.Id)));
        var rows = (await Admin.GetAsync($"/api/companies/{company}/audit?action=ASSIGNMENT_CHANGE")).Is(200).Items.Single();
        Assert.That(
            (rows.GetProperty("oldValue").GetString(), rows.GetProperty("newValue").GetString(), rows.GetProperty("metadata").GetProperty("command").GetString()),
            Is.EqualTo(($"\"{leaver.Id}\"", $"\"{heir.Id}\"", "ReassignBatch")));
        Assert.That((await Admin.GetAsync($"/api/companies/{company}")).Is(200).Version, Is.EqualTo(2));

        Assert.That(Counts(await Admin.PostAsync(Path, new { toUserId = heir.Id })), Is.EqualTo(Expected(0, 0, 0, 0, 0)), "Nothing is left.");
        (await Admin.DeleteAsync($"/api/users/{leaver.Id}")).Is(204);
    }

    [Test]
    public async Task More_than_a_transaction_takes_is_moved_and_a_part_that_is_done_stays_done()
    {
        var company = await MakeAsync("companies", new { name = "Acme", ownerId = leaver.Id });
        await Db.ExecuteAsync(
            """
            insert into companies select (jsonb_populate_record(c, jsonb_build_object('id', gen_random_uuid(), 'name', 'Copy ' || n))).*
            from companies c cross join generate_series(1, 1000) n where c.id = @company
            """,
            new { company });
        // The third transaction fails.
        var third = await Db.ScalarAsync<Guid>("select id from companies order by id offset 1000 limit 1");
        await Db.ExecuteAsync($"alter table companies add constraint ck_companies_stays check (id <> '{third}' or owner_id = '{leaver.Id}')");
        try
        {
            Assert.That((await Admin.PostAsync(Path, new { toUserId = heir.Id }, key: "k1")).Status, Is.EqualTo(500));
        }
        finally
        {
            await Db.ExecuteAsync("alter table companies drop constraint ck_companies_stays");
        }

        Assert.That(await Db.ScalarAsync<long>("select count(*) from companies where owner_id = @Id", new { heir.Id }), Is.EqualTo(1000));
        var rest = await Admin.PostAsync(Path, new { toUserId = heir.Id }, key: "k1");
        Assert.That(Counts(rest), Is.EqualTo(Expected(1, 0, 0, 0, 0)), "It goes on with what is left.");
        var again = await Admin.PostAsync(Path, new { toUserId = heir.Id }, key: "k1");
        Assert.That((again.Body, again.Header("Idempotent-Replayed")), Is.EqualTo((rest.Body, "true")));
        (await Admin.PostAsync(Path, new { toUserId = Admin.Id }, key: "k1")).IsProblem(409, "idempotency_key_reused");
        Assert.That(await Db.ScalarAsync<long>("select count(*) from audit_logs where action = 'ASSIGNMENT_CHANGE' and entity_type = 'Company'"), Is.EqualTo(1001));
    }

    [Test]
    public async Task Two_at_once_move_each_record_once()
    {
        for (var i = 0; i < 20; i++)
            await MakeAsync("companies", new { name = $"C{i}", ownerId = leaver.Id });

        var answers = await Task.WhenAll(Admin.PostAsync(Path, new { toUserId = heir.Id }), Admin.PostAsync(Path, new { toUserId = Admin.Id }));

        Assert.That(answers.Sum(a => a.Is(200)["total"].GetInt32()), Is.EqualTo(20));
        Assert.That(await Db.ScalarAsync<long>("select count(*) from companies where owner_id = @Id", new { leaver.Id }), Is.Zero);
    }

    [Test]
    public async Task Bad_input_is_refused_at_its_field()
    {
        var gone = await UserAsync();
        await Db.ExecuteAsync("update users set is_active = false where id = @Id", new { gone.Id });
        (await Admin.PostAsync(Path, "{}")).IsProblem(400, "validation_failed", "toUserId");
        (await Admin.PostAsync(Path, new { toUserId = leaver.Id })).IsProblem(400, "reassign_to_self", "toUserId");
        (await Admin.PostAsync(Path, new { toUserId = gone.Id })).IsProblem(409, "user_inactive", "toUserId");
        (await Admin.PostAsync(Path, new { toUserId = Guid.NewGuid() })).IsProblem(404, "user_not_found", "toUserId");
        (await Admin.PostAsync($"/api/users/{Guid.NewGuid()}/reassign", new { toUserId = heir.Id })).IsProblem(404, "user_not_found");
        (await Admin.PostAsync(Path, new { toUserId = heir.Id }, ifMatch: "\"7\"")).IsProblem(412, "version_mismatch");
        // A deactivated user's records can be handed over.
        (await Admin.PostAsync($"/api/users/{gone.Id}/reassign", new { toUserId = heir.Id })).Is(200);
    }

    [Test]
    public async Task It_takes_the_right_to_change_the_user_and_to_assign_what_there_is()
    {
        (await (await UserAsync(BuiltInRoles.SalesManager)).PostAsync(Path, new { toUserId = heir.Id })).IsProblem(403, "right_missing");
        var own = await UserWithAsync("""{"users": {"read": "all", "update": "own"}}""");
        (await own.PostAsync(Path, new { toUserId = heir.Id })).IsProblem(403, "outside_scope");
        var clerk = await UserWithAsync("""{"users": ["read", "update"], "contacts": ["assign"], "companies": {"assign": "group"}}""");
        await MakeAsync("contacts", new { firstName = "Jo", lastName = "Doe", ownerId = leaver.Id });
        Assert.That(Counts(await clerk.PostAsync(Path, new { toUserId = heir.Id })), Is.EqualTo(Expected(0, 1, 0, 0, 0)));
        await MakeAsync("contacts", new { firstName = "Jo", lastName = "Doe", ownerId = leaver.Id });
        await MakeAsync("companies", new { name = "Acme", ownerId = leaver.Id });
        (await clerk.PostAsync(Path, new { toUserId = heir.Id })).IsProblem(403, "assign_missing");
        Assert.That(await Db.ScalarAsync<long>("select count(*) from contacts where owner_id = @Id", new { leaver.Id }), Is.EqualTo(1), "Nothing was moved.");
    }
}
