using Crm.Domain.Roles;

namespace Crm.Api.Tests.Roles;

public sealed class ListRolesTests : ApiTest
{
    [Test]
    public async Task The_built_in_roles_are_there_in_every_sort()
    {
        var names = (await Admin.GetAsync("/api/roles?sort=name")).Is(200).Items.Select(i => i.GetProperty("name").GetString()).ToList();
        Assert.That(names, Is.EqualTo(
            new[] { BuiltInRoles.Administrator, BuiltInRoles.Marketing, BuiltInRoles.ReadOnly, BuiltInRoles.SalesManager,
                BuiltInRoles.SalesRep }));
        var paged = new List<string?>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = (await Admin.GetAsync($"/api/roles?sort=-name&limit=2{(cursor.Length == 0 ? "" : "&cursor=" + cursor)}")).Is(200);
            paged.AddRange(page.Items.Select(i => i.GetProperty("name").GetString()));
            cursor = page.NextCursor;
        }

        names.Reverse();
        Assert.That(paged, Is.EqualTo(names));
        Assert.That((await Admin.GetAsync("/api/roles?sort=createdAt")).Is(200).Items, Has.Count.EqualTo(5));
        Assert.That((await Admin.GetAsync("/api/roles?sort=-createdAt")).Is(200).Items, Has.Count.EqualTo(5));
    }

    [TestCase("name=sales rep", 1)]
    [TestCase("name[contains]=SALES", 2)]
    [TestCase("description[isNull]=true", 0)]
    [TestCase("isActive=true", 5)]
    [TestCase("createdAt[lt]=2020-01-01", 0)]
    [TestCase("updatedAt[gte]=2020-01-01&count=exact", 5)]
    public async Task Conditions_find(string query, int expected) =>
        Assert.That((await Admin.GetAsync($"/api/roles?{query}")).Is(200).Items, Has.Count.EqualTo(expected));

    [Test]
    public async Task It_requires_the_permission_and_has_no_search()
    {
        (await (await UserAsync()).GetAsync("/api/roles")).IsProblem(403, "right_missing");
        (await Admin.GetAsync("/api/roles?q=sales")).IsProblem(400, "unknown_parameter");
    }
}
