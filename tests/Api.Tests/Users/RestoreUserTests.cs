namespace Crm.Api.Tests.Users;

public sealed class RestoreUserTests : UserTest
{
    [Test]
    public async Task A_user_comes_back_as_it_was()
    {
        var made = await CreateAsync();
        (await Admin.DeleteAsync($"/api/users/{made.Id}")).Is(204);

        var restored = (await Admin.PostAsync($"/api/users/{made.Id}/restore")).Is(200);

        Assert.That(restored["email"].GetString(), Is.EqualTo(made["email"].GetString()));
        Assert.That(restored.Version, Is.EqualTo(3));
        (await LoginAsync("jo", Password)).Is(200);
        Assert.That((await Admin.PostAsync($"/api/users/{made.Id}/restore")).Is(200).Version, Is.EqualTo(3), "live already: unchanged");
    }

    [Test]
    public async Task A_name_that_was_taken_meanwhile_stands_in_the_way()
    {
        var made = await CreateAsync();
        (await Admin.DeleteAsync($"/api/users/{made.Id}")).Is(204);
        await CreateAsync();

        var refused = await Admin.PostAsync($"/api/users/{made.Id}/restore");

        Assert.That(refused.Code, Is.AnyOf("user_email_taken", "username_taken"), refused.ToString());
        refused.Is(409);
    }

    [Test]
    public async Task A_user_whose_role_is_in_the_trash_waits_for_it()
    {
        var role = (await Admin.PostAsync("/api/roles", new { name = "Short-lived", permissions = new { } })).Is(201);
        var user = (await Admin.PostAsync("/api/users", Fields(role.Id))).Is(201);
        (await Admin.DeleteAsync($"/api/users/{user.Id}")).Is(204);
        (await Admin.DeleteAsync($"/api/roles/{role.Id}")).Is(204);

        (await Admin.PostAsync($"/api/users/{user.Id}/restore")).IsProblem(409, "user_role_in_trash");
        (await Admin.PostAsync($"/api/roles/{role.Id}/restore")).Is(200);
        (await Admin.PostAsync($"/api/users/{user.Id}/restore")).Is(200);
    }

    [Test]
    public async Task It_takes_the_right_and_a_user()
    {
        (await (await UserAsync()).PostAsync($"/api/users/{Admin.Id}/restore")).IsProblem(403, "right_missing");
        (await Admin.PostAsync($"/api/users/{Guid.CreateVersion7()}/restore")).IsProblem(404, "user_not_found");
    }
}
