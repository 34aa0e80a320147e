using Crm.Domain.Roles;

namespace Crm.Api.Tests.Users;

public sealed class DeleteUserTests : UserTest
{
    [Test]
    public async Task A_deleted_user_is_not_found_and_cannot_log_in()
    {
        var created = await CreateAsync();
        var tokens = (await LoginAsync("jo", Password)).Is(200);

        (await Admin.DeleteAsync($"/api/users/{created.Id}", ifMatch: "\"7\"")).IsProblem(412, "version_mismatch");
        (await Admin.DeleteAsync($"/api/users/{created.Id}")).Is(204);

        (await Admin.GetAsync($"/api/users/{created.Id}")).IsProblem(404, "user_not_found");
        (await Admin.DeleteAsync($"/api/users/{created.Id}")).IsProblem(404, "user_not_found");
        Assert.That((await Admin.GetAsync("/api/users?username=jo")).Is(200).Items, Is.Empty);
        (await LoginAsync("jo", Password)).IsProblem(401, "wrong_credentials");
        (await RefreshAsync(tokens)).IsProblem(401, "invalid_refresh_token");
        (await new ApiClient(Host, created.Id).GetAsync("/api/auth/me")).IsProblem(401, "not_authenticated");
        await CreateAsync();
    }

    [Test]
    public async Task A_user_with_open_records_cannot_be_deleted_and_the_error_has_their_number()
    {
        var created = await CreateAsync();
        var company = (await Admin.PostAsync("/api/companies", new { name = "Acme", ownerId = created.Id })).Is(201);
        (await Admin.PostAsync("/api/contacts", new { firstName = "A", lastName = "B", ownerId = created.Id })).Is(201);
        var deal = (await Admin.PostAsync("/api/deals", new { title = "Big", ownerId = created.Id, companyId = company.Id })).Is(201);

        var rejected = (await Admin.DeleteAsync($"/api/users/{created.Id}")).IsProblem(409, "user_owns_open_records");

        Assert.That(rejected["openRecords"].GetInt32(), Is.EqualTo(3));
        (await Admin.DeleteAsync($"/api/deals/{deal.Id}")).Is(204);
        Assert.That((await Admin.DeleteAsync($"/api/users/{created.Id}")).IsProblem(
            409, "user_owns_open_records")["openRecords"].GetInt32(), Is.EqualTo(2));
    }

    [Test]
    public async Task A_user_with_open_leads_or_tasks_cannot_be_deleted_but_with_closed_ones_can()
    {
        var created = await CreateAsync();
        var lead = (await Admin.PostAsync("/api/leads", new { firstName = "A", lastName = "B", assignedToId = created.Id })).Is(201);
        foreach (var status in new[] { "PENDING", "IN_PROGRESS", "DEFERRED", "COMPLETED", "CANCELLED" })
        {
            await Db.ExecuteAsync(
                """
                insert into tasks (id, status, creator_id, assignee_id, search_text, priority, title, type, version, created_at, updated_at)
                values (gen_random_uuid(), @status, @by, @assignee, '', 'MEDIUM', 'T', 'OTHER', 1, @now, @now)
                """,
                new { status, by = Admin.Id, assignee = created.Id, now = Clock.Now });
        }

        Assert.That((await Admin.DeleteAsync($"/api/users/{created.Id}")).IsProblem(
            409, "user_owns_open_records")["openRecords"].GetInt32(), Is.EqualTo(4));
        (await Admin.PostAsync($"/api/leads/{lead.Id}/convert", new { ownerId = Admin.Id })).Is(200);
        Assert.That((await Admin.DeleteAsync($"/api/users/{created.Id}")).IsProblem(
            409, "user_owns_open_records")["openRecords"].GetInt32(), Is.EqualTo(3));
        await Db.ExecuteAsync("update tasks set status = 'CANCELLED'");
        (await Admin.DeleteAsync($"/api/users/{created.Id}")).Is(204);
    }

    [Test]
    public async Task The_last_administrator_cannot_be_deleted()
    {
        (await Admin.DeleteAsync($"/api/users/{Admin.Id}")).IsProblem(409, "last_administrator");
        var second = await UserAsync(BuiltInRoles.Administrator);

        (await Admin.DeleteAsync($"/api/users/{Admin.Id}")).Is(204);

        (await second.DeleteAsync($"/api/users/{second.Id}")).IsProblem(409, "last_administrator");
    }

    [Test]
    public async Task It_requires_the_permission()
    {
        var rep = await UserAsync();

        (await rep.DeleteAsync($"/api/users/{rep.Id}")).IsProblem(403, "right_missing");
    }
}
