namespace Crm.Api.Tests.Users;

[Category("Slow")]
public sealed class ChangePasswordTests : UserTest
{
    private const string Next = "Staple-Battery-8";

    [Test]
    public async Task The_own_password_requires_the_current_one_and_ends_every_session()
    {
        var created = await CreateAsync();
        var (first, second) = ((await LoginAsync("jo", Password)).Is(200), (await LoginAsync("jo", Password)).Is(200));
        var jo = new ApiClient(Host, created.Id);

        (await jo.PutAsync(Path(created.Id), new { newPassword = Next })).IsProblem(400, "wrong_current_password", "currentPassword");
        (await jo.PutAsync(Path(created.Id), new { currentPassword = Next, newPassword = Next })).IsProblem(
            400, "wrong_current_password", "currentPassword");
        (await RefreshAsync(first)).Is(200);
        (await jo.PutAsync(Path(created.Id), new { currentPassword = Password, newPassword = Next })).Is(204);

        (await RefreshAsync(second)).IsProblem(401, "invalid_refresh_token");
        (await LoginAsync("jo", Password)).IsProblem(401, "wrong_credentials");
        (await LoginAsync("jo", Next)).Is(200);
    }

    [Test]
    public async Task Wrong_current_passwords_count_as_failed_logins()
    {
        var created = await CreateAsync();
        var jo = new ApiClient(Host, created.Id);
        var wrong = new { currentPassword = Next, newPassword = Next };
        for (var i = 0; i < 5; i++)
            (await jo.PutAsync(Path(created.Id), wrong)).IsProblem(400, "wrong_current_password", "currentPassword");

        // From now on not even the right one is checked, neither here nor at a login.
        (await jo.PutAsync(Path(created.Id), wrong)).IsProblem(429, "too_many_failed_logins");
        var right = (await jo.PutAsync(Path(created.Id), new { currentPassword = Password, newPassword = Next })).IsProblem(
            429, "too_many_failed_logins");
        Assert.That(right.Header("Retry-After"), Is.Not.Null);
        (await LoginAsync("jo", Password)).IsProblem(429, "too_many_failed_logins");
        for (var i = 0; i < 30; i++)
        {
            Clock.Advance(TimeSpan.FromSeconds(20));
            Assert.That((await jo.PutAsync(Path(created.Id), wrong)).Status, Is.AnyOf(400, 429));
        }

        (await jo.PutAsync(Path(created.Id), wrong)).IsProblem(429, "too_many_failed_logins");
        var rows = await Db.QueryAsync<(Guid EntityId, Guid UserId, string Command, string All)>(
            "select entity_id, user_id, metadata ->> 'command', row_to_json(a)::text from audit_logs a where action = 'LOGIN_FAILED'");
        Assert.That(rows, Has.Count.GreaterThanOrEqualTo(10));
        Assert.That(rows.Select(r => (r.EntityId, r.UserId, r.Command)).Distinct(),
            Is.EqualTo(new[] { (created.Id, created.Id, "ChangePassword") }));
        Assert.That(rows.Select(r => r.All), Has.None.Contains(Next));
        Clock.Advance(TimeSpan.FromMinutes(16));
        (await jo.PutAsync(Path(created.Id), new { currentPassword = Password, newPassword = Next })).Is(204);
    }

    [Test]
    public async Task A_caller_without_user_permissions_may_change_their_own_password()
    {
        var user = await UserWithAsync("{}");

        (await user.PutAsync(Path(user.Id), new { currentPassword = TestCluster.AdminPassword, newPassword = Next })).Is(204);
    }

    [Test]
    public async Task An_administrator_needs_the_current_password_only_for_their_own()
    {
        var created = await CreateAsync();
        var session = (await LoginAsync("jo", Password)).Is(200);

        (await Admin.PutAsync(Path(created.Id), new { newPassword = Next })).Is(204);

        (await RefreshAsync(session)).IsProblem(401, "invalid_refresh_token");
        (await LoginAsync("jo", Next)).Is(200);
        (await Admin.PutAsync(Path(Admin.Id), new { newPassword = Next })).IsProblem(400, "wrong_current_password", "currentPassword");
    }

    [Test]
    public async Task Changing_another_users_password_requires_permission_scope_and_the_users_permissions()
    {
        var created = await CreateAsync();
        var rep = await UserAsync();
        var own = await UserWithAsync("""{"users": {"read": "all", "update": "own"}}""");
        var updater = await UserWithAsync("""{"users": ["update"]}""");
        var clerk = await UserWithAsync(Clerk);

        (await rep.PutAsync(Path(created.Id), new { newPassword = Next })).IsProblem(403, "right_missing");
        (await own.PutAsync(Path(created.Id), new { newPassword = Next })).IsProblem(403, "outside_scope");
        (await updater.PutAsync(Path(created.Id), new { newPassword = Next })).IsProblem(404, "user_not_found");
        (await clerk.PutAsync(Path(Admin.Id), new { newPassword = Next })).IsProblem(403, "exceeds_own_rights");
        (await clerk.PutAsync(Path(updater.Id), new { newPassword = Next })).Is(204);
        (await Anonymous.PutAsync(Path(created.Id), new { newPassword = Next })).IsProblem(401, "not_authenticated");
        (await Admin.PutAsync(Path(Guid.CreateVersion7()), new { newPassword = Next })).IsProblem(404, "user_not_found");
    }

    [TestCase("short")]
    [TestCase("password12345")]
    [TestCase("Its-johanna-1")]
    public async Task The_new_password_must_satisfy_the_rules(string password)
    {
        var created = await CreateAsync("johanna");

        (await Admin.PutAsync(Path(created.Id), new { newPassword = password })).IsProblem(400, "validation_failed", "newPassword");
    }

    [Test]
    public async Task If_match_is_honoured()
    {
        var created = await CreateAsync();
        var jo = new ApiClient(Host, created.Id);

        (await Admin.PutAsync(Path(created.Id), new { newPassword = Next }, ifMatch: "\"9\"")).IsProblem(412, "version_mismatch");
        (await jo.PutAsync(Path(created.Id), new { currentPassword = Password, newPassword = Next }, ifMatch: "\"9\"")).IsProblem(
            412, "version_mismatch");
        (await jo.PutAsync(Path(created.Id), new { currentPassword = Password, newPassword = Next }, ifMatch: "\"1\"")).Is(204);
        Assert.That((await Admin.GetAsync($"/api/users/{created.Id}")).Version, Is.EqualTo(2));
    }

    [Test]
    public async Task The_audit_shows_that_it_was_changed_without_its_value()
    {
        var created = await CreateAsync();
        (await Admin.PutAsync(Path(created.Id), new { newPassword = Next })).Is(204);

        var rows = await Db.QueryAsync<(string Field, string? Old, string? New)>(
            "select field_name, old_value, new_value from audit_logs where entity_id = @id and action = 'UPDATE'", new { id = created.Id });
        var (field, oldValue, newValue) = rows.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(field, Is.EqualTo("password"));
            Assert.That(oldValue, Is.Null);
            Assert.That(newValue, Is.Null);
        }
    }

    [Test]
    public async Task A_concurrent_refresh_leaves_no_session_behind()
    {
        var created = await CreateAsync();
        for (var round = 0; round < 10; round++)
        {
            var session = (await LoginAsync("jo", Password)).Is(200);
            var refresh = RefreshAsync(session);
            var change = Admin.PutAsync(Path(created.Id), new { newPassword = Password });
            await Task.WhenAll(refresh, change);

            (await change).Is(204);
            Assert.That(
                await Db.ScalarAsync<long>("select count(*) from refresh_tokens where revoked_at is null"), Is.Zero,
                $"round {round}, refresh returned {(await refresh).Status}");
        }
    }

    private static string Path(Guid id) => $"/api/users/{id}/password";
}
