namespace Crm.Api.Tests.Users;

public sealed class GetUserTests : UserTest
{
    [Test]
    public async Task A_user_outside_the_scope_is_not_found()
    {
        var user = await UserWithAsync("""{"users": {"read": "own"}}""");

        (await user.GetAsync($"/api/users/{user.Id}")).Is(200);
        (await user.GetAsync($"/api/users/{Admin.Id}")).IsProblem(404, "user_not_found");
    }

    [Test]
    public async Task Without_the_permission_or_credentials_it_is_rejected()
    {
        var user = await UserWithAsync("{}");

        (await user.GetAsync($"/api/users/{user.Id}")).IsProblem(403, "right_missing");
        (await Anonymous.GetAsync($"/api/users/{user.Id}")).IsProblem(401, "not_authenticated");
    }

    [Test]
    public async Task An_unknown_user_is_not_found()
    {
        (await Admin.GetAsync($"/api/users/{Guid.CreateVersion7()}")).IsProblem(404, "user_not_found");
        (await Admin.GetAsync("/api/users/nonsense")).IsProblem(404, "not_found");
    }
}
