using Crm.Api.Tests.Support;
using Crm.Domain.Roles;

namespace Crm.Api.Tests.Users;

public sealed class DeleteUserTests : UserTest
{
    [Test]
    public async Task A_deleted_user_is_gone_and_cannot_log_in()
    {
        var made = await CreateAsync();
        var tokens = (await LoginAsync("jo", Password)).Is(200);

        (await Admin.DeleteAsync($"/api/users/{made.Id}", ifMatch: "\"7\"")).IsProblem(412, "version_mismatch");
        (await Admin.DeleteAsync($"/api/users/{made.Id}")).Is(204);

        (await Admin.GetAsync($"/api/users/{made.Id}")).IsProblem(404, "user_not_found");
        (await Admin.DeleteAsync($"/api/users/{made.Id}")).IsProblem(404, "user_not_found");
        Assert.That((await Admin.GetAsync("/api/users?username=jo")).Is(200).Items, Is.Empty);
        (await LoginAsync("jo", Password)).IsProblem(401, "wrong_credentials");
        (await RefreshAsync(tokens)).IsProblem(401, "invalid_refresh_token");
        (await new ApiClient(Host, made.Id).GetAsync("/api/auth/me")).IsProblem(401, "not_authenticated");
        await CreateAsync();
    }

    [Test]
    public async Task A_user_who_owns_open_records_stays_and_their_number_is_told()
    {
        var made = await CreateAsync();
        var company = (await Admin.PostAsync("/api/companies", new { name = "Acme", ownerId = made.Id })).Is(201);
        (await Admin.PostAsync("/api/contacts", new { firstName = "A", lastName = "B", ownerId = made.Id })).Is(201);
        var deal = (await Admin.PostAsync("/api/deals", new { title = "Big", ownerId = made.Id, companyId = company.Id })).Is(201);

        var refused = (await Admin.DeleteAsync($"/api/users/{made.Id}")).IsProblem(409, "user_owns_open_records");

        Assert.That(refused["openRecords"].GetInt32(), Is.EqualTo(3));
        (await Admin.DeleteAsync($"/api/deals/{deal.Id}")).Is(204);
        Assert.That((await Admin.DeleteAsync($"/api/users/{made.Id}")).IsProblem(409, "user_owns_open_records")["openRecords"].GetInt32(), Is.EqualTo(2));
    }

    [Test]
    public async Task The_last_administrator_stays()
    {
        (await Admin.DeleteAsync($"/api/users/{Admin.Id}")).IsProblem(409, "last_administrator");
        var second = await UserAsync(BuiltInRoles.Administrator);

        (await Admin.DeleteAsync($"/api/users/{Admin.Id}")).Is(204);

        (await second.DeleteAsync($"/api/users/{second.Id}")).IsProblem(409, "last_administrator");
    }

    [Test]
    public async Task It_takes_the_right()
    {
        var rep = await UserAsync();

        (await rep.DeleteAsync($"/api/users/{rep.Id}")).IsProblem(403, "right_missing");
    }
}
