using Crm.Domain.Roles;

namespace Crm.Api.Tests.Users;

public sealed class CreateUserTests : UserTest
{
    [Test]
    public async Task Creating_a_user_returns_it_as_get_does_and_the_user_can_log_in()
    {
        var created = await CreateAsync();

        Assert.That(created.Header("Location"), Is.EqualTo($"/api/users/{created.Id}"));
        Assert.That(created.TaggedVersion, Is.EqualTo(1));
        Assert.That((await Admin.GetAsync($"/api/users/{created.Id}")).Is(200).Body, Is.EqualTo(created.Body));
        Assert.That(created["fullName"].GetString(), Is.EqualTo("Jo Doe"));
        Assert.That(created["roleName"].GetString(), Is.EqualTo(BuiltInRoles.SalesRep));
        Assert.That(created["timezone"].ValueKind, Is.EqualTo(JsonValueKind.Null), "The organisation's time zone.");
        Assert.That(created["locale"].GetString(), Is.EqualTo("en-US"));
        Assert.That(created["isActive"].GetBoolean(), Is.True);
        Assert.That(created.Body, Does.Not.Contain("assword").And.Not.Contain("hash"));
        (await LoginAsync("jo", Password)).Is(200);
    }

    [Test]
    public async Task Email_address_and_username_are_unique_whatever_their_case()
    {
        await CreateAsync();
        var fields = Fields(await RoleIdAsync(BuiltInRoles.SalesRep), "other");

        fields["email"] = "JO@Example.org";
        (await Admin.PostAsync("/api/users", fields)).IsProblem(409, "user_email_taken", "email");
        fields["email"] = "other@example.org";
        fields["username"] = "Jo";
        (await Admin.PostAsync("/api/users", fields)).IsProblem(409, "username_taken", "username");
    }

    [TestCase("Short-1234!", "at least 12")]
    [TestCase("qwertyuiop[]", "guessed first")]
    [TestCase("P@ssw0rd2024!", "guessed first")]
    [TestCase("PASSWORD1234", "guessed first")]
    [TestCase("123456789012", "guessed first")]
    [TestCase("letmeinletmein", "guessed first")]
    [TestCase("aaaabbbbcccc", "guessed first")]
    [TestCase("i-am-Johanna-7", "username or the e-mail")]
    [TestCase("JO.DOE is mine", "username or the e-mail")]
    public async Task A_password_must_be_long_and_hard_to_guess(string password, string reason)
    {
        var fields = Fields(await RoleIdAsync(BuiltInRoles.SalesRep), "johanna");
        fields["email"] = "jo.doe@example.org";
        fields["password"] = password;

        var rejected = (await Admin.PostAsync("/api/users", fields)).IsProblem(400, "validation_failed", "password");

        Assert.That(rejected["errors"].GetProperty("password")[0].GetString(), Does.Contain(reason));
        Assert.That(rejected.Body, Does.Not.Contain(password));
    }

    [Test]
    public async Task A_password_has_256_characters_at_most_and_keeps_its_spaces()
    {
        var password = " " + string.Concat(Enumerable.Range(0, 127).Select(i => (char)('a' + (i * i % 26)))) + new string('ä', 127) + " ";
        await CreateAsync(password: password);

        (await LoginAsync("jo", password)).Is(200);
        (await LoginAsync("jo", password.Trim())).IsProblem(401, "wrong_credentials");
        var fields = Fields(await RoleIdAsync(BuiltInRoles.SalesRep), "other");
        fields["password"] = password + "x";
        (await Admin.PostAsync("/api/users", fields)).IsProblem(400, "validation_failed", "password");
    }

    [Test]
    public async Task A_user_without_a_password_cannot_log_in_until_one_is_set()
    {
        var created = await CreateAsync(password: null);
        (await LoginAsync("jo", "")).IsProblem(400, "validation_failed", "password");
        (await LoginAsync("jo", Password)).IsProblem(401, "wrong_credentials");

        (await Admin.PutAsync($"/api/users/{created.Id}/password", new { newPassword = Password })).Is(204);

        (await LoginAsync("jo", Password)).Is(200);
    }

    [TestCase("email", "nonsense")]
    [TestCase("email", "")]
    [TestCase("username", "jo doe")]
    [TestCase("username", "jo@example.org")]
    [TestCase("username", "")]
    [TestCase("firstName", "")]
    [TestCase("lastName", "")]
    [TestCase("timezone", "Mars/Olympus")]
    [TestCase("locale", "english!")]
    public async Task Fields_that_are_not_valid_are_named(string field, string value)
    {
        var fields = Fields(await RoleIdAsync(BuiltInRoles.SalesRep));
        fields[field] = value;

        (await Admin.PostAsync("/api/users", fields)).IsProblem(400, "validation_failed", field);
    }

    [Test]
    public async Task A_user_needs_a_role_that_exists()
    {
        var fields = Fields(Guid.CreateVersion7());
        (await Admin.PostAsync("/api/users", fields)).IsProblem(404, "role_not_found", "roleId");
        fields.Remove("roleId");
        (await Admin.PostAsync("/api/users", fields)).IsProblem(400, "validation_failed", "roleId");
    }

    [Test]
    public async Task A_created_user_cannot_exceed_the_callers_permissions()
    {
        var clerk = await UserWithAsync(Clerk);

        (await clerk.PostAsync("/api/users", Fields(await RoleIdAsync(BuiltInRoles.Administrator)))).IsProblem(
            403, "exceeds_own_rights", "roleId");
        (await clerk.PostAsync("/api/users", Fields(await RoleIdAsync(BuiltInRoles.SalesRep)))).IsProblem(
            403, "exceeds_own_rights", "roleId");
        (await clerk.PostAsync("/api/users", Fields(await RoleOfAsync(clerk)))).Is(201);
    }

    [Test]
    public async Task The_permissions_of_a_deactivated_role_count_as_if_it_were_active()
    {
        var clerk = await UserWithAsync(Clerk);
        await Db.ExecuteAsync("update roles set is_active = false where name = @name", new { name = BuiltInRoles.SalesManager });

        (await clerk.PostAsync("/api/users", Fields(await RoleIdAsync(BuiltInRoles.SalesManager)))).IsProblem(
            403, "exceeds_own_rights", "roleId");
    }

    [Test]
    public async Task The_audit_shows_that_a_password_was_set_without_its_value()
    {
        var created = await CreateAsync();

        var rows = await Db.QueryAsync<(string Field, string? Value)>(
            "select field_name, new_value from audit_logs where entity_id = @id and action = 'CREATE'", new { id = created.Id });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(rows.Where(r => r.Field == "password").Select(r => r.Value), Is.EqualTo(new string?[] { null }));
            Assert.That(rows.Where(r => r.Field == "username").Select(r => r.Value), Is.EqualTo(new[] { "\"jo\"" }));
        }

        Assert.That(await Db.ScalarAsync<long>(
            "select count(*) from audit_logs where row_to_json(audit_logs)::text like '%' || (select password_hash from users where " +
                "username = 'jo') || '%'"), Is.Zero);
        Assert.That(await Db.ScalarAsync<long>("select count(*) from outbox_messages where payload::text ilike '%hash%'"), Is.Zero);
    }

    [Test]
    public async Task The_same_key_creates_one_user()
    {
        var fields = Fields(await RoleIdAsync(BuiltInRoles.SalesRep));
        fields["password"] = Password;

        var first = (await Admin.PostAsync("/api/users", fields, key: "k1")).Is(201);
        var second = (await Admin.PostAsync("/api/users", fields, key: "k1")).Is(201);

        Assert.That(second.Id, Is.EqualTo(first.Id));
        Assert.That(second.Header("Idempotent-Replayed"), Is.EqualTo("true"));
    }
}
