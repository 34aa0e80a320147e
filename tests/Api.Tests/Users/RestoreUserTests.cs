namespace Crm.Api.Tests.Users;

public sealed class RestoreUserTests : UserTest
{
    [Test]
    public async Task A_user_is_restored_unchanged()
    {
        var created = await CreateAsync();
        (await Admin.DeleteAsync($"/api/users/{created.Id}")).Is(204);

        var restored = (await Admin.PostAsync($"/api/users/{created.Id}/restore")).Is(200);

        Assert.That(restored["email"].GetString(), Is.EqualTo(created["email"].GetString()));
        Assert.That(restored.Version, Is.EqualTo(3));
        (await LoginAsync("jo", Password)).Is(200);
        Assert.That((await Admin.PostAsync($"/api/users/{created.Id}/restore")).Is(200).Version, Is.EqualTo(3),
            "A live record is not changed.");
    }

    [Test]
    public async Task A_record_whose_name_is_in_use_again_cannot_be_restored()
    {
        var created = await CreateAsync();
        (await Admin.DeleteAsync($"/api/users/{created.Id}")).Is(204);
        await CreateAsync();

        var rejected = await Admin.PostAsync($"/api/users/{created.Id}/restore");

        Assert.That(rejected.Code, Is.AnyOf("user_email_taken", "username_taken"), rejected.ToString());
        rejected.Is(409);
    }

    [Test]
    public async Task A_user_with_a_deleted_role_cannot_be_restored()
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
    public async Task It_requires_the_permission_and_an_existing_user()
    {
        (await (await UserAsync()).PostAsync($"/api/users/{Admin.Id}/restore")).IsProblem(403, "right_missing");
        (await Admin.PostAsync($"/api/users/{Guid.CreateVersion7()}/restore")).IsProblem(404, "user_not_found");
    }
}
