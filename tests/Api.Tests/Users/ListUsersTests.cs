using Crm.Domain.Roles;

namespace Crm.Api.Tests.Users;

public sealed class ListUsersTests : UserTest
{
    [Test]
    public async Task Pages_continue_in_every_sort()
    {
        for (var i = 0; i < 5; i++)
            await UserAsync(firstName: $"Name{i}");
        await Db.ExecuteAsync("update users set last_login_at = now() where first_name in ('Name1', 'Name3')");

        foreach (var sort in new[] { "fullName", "-fullName", "createdAt", "-createdAt", "updatedAt", "-updatedAt", "lastLoginAt",
            "-lastLoginAt" })
        {
            var all = (await Admin.GetAsync($"/api/users?sort={sort}")).Is(200).Items.Select(i => i.GetProperty("id").GetGuid()).ToList();
            var paged = new List<Guid>();
            for (string? cursor = ""; cursor is not null;)
            {
                var page = (await Admin.GetAsync($"/api/users?sort={sort}&limit=2{(cursor.Length == 0 ? "" : "&cursor=" + cursor)}")).Is(
                    200);
                paged.AddRange(page.Items.Select(i => i.GetProperty("id").GetGuid()));
                cursor = page.NextCursor;
            }

            Assert.That(all, Has.Count.EqualTo(6));
            Assert.That(paged, Is.EqualTo(all), sort);
        }
    }

    [TestCase("email=JO@example.org", 1)]
    [TestCase("username=JO", 1)]
    [TestCase("username[startsWith]=j", 1)]
    [TestCase("fullName[contains]=doe", 1)]
    [TestCase("firstName=Jo&lastName=Doe", 1)]
    [TestCase("id=me", 1)]
    [TestCase("isActive=false", 0)]
    [TestCase("lastLoginAt[isNull]=true", 2)]
    [TestCase("fullName=Jo Doe", 1)]
    [TestCase("email[contains]=example", 2)]
    [TestCase("department[isNull]=false", 0)]
    [TestCase("createdAt[gte]=2020-01-01", 2)]
    [TestCase("q=exam", 2)]
    [TestCase("q=doe jo", 1)]
    public async Task Conditions_and_search_find(string query, int expected)
    {
        await CreateAsync();

        var page = (await Admin.GetAsync($"/api/users?{query}&count=exact")).Is(200);

        Assert.That(page.Items, Has.Count.EqualTo(expected));
        Assert.That(page["count"].GetInt32(), Is.EqualTo(expected));
        Assert.That(page.Body, Does.Not.Contain("assword"));
    }

    [Test]
    public async Task Rows_are_filtered_by_role_and_have_its_name()
    {
        await CreateAsync();

        var row = (await Admin.GetAsync($"/api/users?roleId={await RoleIdAsync(BuiltInRoles.SalesRep)}")).Is(200).Items.Single();

        Assert.That(row.GetProperty("roleName").GetString(), Is.EqualTo(BuiltInRoles.SalesRep));
        Assert.That(row.GetProperty("fullName").GetString(), Is.EqualTo("Jo Doe"));
    }

    [Test]
    public async Task There_is_no_filter_by_hidden_fields()
    {
        (await Admin.GetAsync("/api/users?passwordHash[startsWith]=A")).IsProblem(400, "unknown_parameter");
        (await Admin.GetAsync("/api/users?sort=password")).IsProblem(400, "unknown_sort");
    }

    [Test]
    public async Task A_caller_with_read_scope_own_finds_only_themselves()
    {
        var user = await UserWithAsync("""{"users": {"read": "own"}}""");

        Assert.That((await user.GetAsync("/api/users")).Is(200).Items.Single().GetProperty("id").GetGuid(), Is.EqualTo(user.Id));
    }
}
