using System.Diagnostics;
using Crm.Api.Hosting;
using Crm.Domain.Roles;
using Crm.LocalPostgres;

namespace Crm.Api.Tests.Auth;

/// <summary>The command admin-password.</summary>
[Category("Slow")]
public sealed class AdminPasswordTests : ApiTest
{
    private const string Wrong = "Wrong-Horse-42!";

    [Test]
    public async Task The_administrator_can_log_in_again_from_any_state()
    {
        var session = (await LoginAsync(TestCluster.AdminPassword)).Is(200);
        await Db.ExecuteAsync("update users set password_hash = null, is_active = false");
        for (var i = 0; i < 5; i++)
            (await LoginAsync(Wrong)).IsProblem(401, "wrong_credentials");
        (await LoginAsync(Wrong)).IsProblem(429, "too_many_failed_logins");
        (await Admin.GetAsync("/api/auth/me")).IsProblem(401, "not_authenticated");
        var progress = new List<string>();

        await AdminPassword.SetAsync(Host.Services, new RecordedProgress(progress), CancellationToken.None);

        (await LoginAsync(TestCluster.AdminPassword)).Is(200);
        (await Admin.GetAsync("/api/auth/me")).Is(200);
        (await Anonymous.PostAsync("/api/auth/refresh", new { refreshToken = session["refreshToken"].GetString() })).IsProblem(
            401, "invalid_refresh_token");
        Assert.That(progress, Has.Count.EqualTo(1));
        Assert.That(progress[0], Does.Contain("CRM_ADMIN_PASSWORD").And.Not.Contain(TestCluster.AdminPassword));
    }

    [TestCase("update roles set permissions = '{}', is_active = false where name = 'Administrator'")]
    [TestCase("update roles set deleted_at = now() where name = 'Administrator'")]
    [TestCase("update roles set name = 'Boss', permissions = '{}' where name = 'Administrator'")]
    [TestCase("update users set role_id = (select id from roles where name = 'Read Only')")]
    [TestCase("update users set deleted_at = now(), is_active = false")]
    public async Task User_role_and_permissions_are_restored(string damage)
    {
        await Db.ExecuteAsync(damage);

        await AdminPassword.SetAsync(Host.Services, new RecordedProgress([]), CancellationToken.None);

        (await LoginAsync(TestCluster.AdminPassword)).Is(200);
        var me = (await Admin.GetAsync("/api/auth/me")).Is(200);
        var permissions = Permissions.Parse(me["rights"]).Value;
        Assert.That((permissions.AreAll, me["role"].GetProperty("name").GetString()), Is.EqualTo((true, "Administrator")));
    }

    [Test]
    public async Task An_unknown_user_is_reported()
    {
        await Db.ExecuteAsync("update users set username = 'boss'");

        var rejected = await Assert.ThrowsAsync<StartException>(
            () => AdminPassword.SetAsync(Host.Services, new RecordedProgress([]), CancellationToken.None));

        Assert.That(rejected!.Message, Does.StartWith("There is no user admin"));
    }

    [TestCase("serve", "short", "must have at least")]
    [TestCase("serve", "my-admin-password", "must not contain the username")]
    [TestCase("check", "Password1234!", "is one of those that are guessed first")]
    public async Task A_rejected_password_ends_the_start_before_anything_is_created(string verb, string password, string reason)
    {
        var folder = TestFolder.Create();
        try
        {
            var data = Path.Combine(folder, "data");
            var (exitCode, error) = await RunAsync(password, verb, "--data-dir", data, "--port", $"{LoopbackPort.Choose()}");
            Assert.That(exitCode, Is.EqualTo(1));
            Assert.That(error.Trim(), Does.StartWith($"CRM_ADMIN_PASSWORD {reason}").And.Not.Contain("\n"));
            Assert.That(Directory.Exists(data), Is.False);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public async Task A_check_of_a_good_password_creates_nothing_and_succeeds()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"crm-check-{Guid.NewGuid():N}");
        var (exitCode, error) = await RunAsync(
            TestCluster.AdminPassword, "check", "--data-dir", folder, "--port", $"{LoopbackPort.Choose()}");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(exitCode, Is.Zero);
            Assert.That(error, Is.Empty);
        }

        Assert.That(Directory.Exists(folder), Is.False);
    }

    private static async Task<(int ExitCode, string Error)> RunAsync(string password, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(CrmHost).Assembly.Location, .. arguments]) { RedirectStandardError = true };
        start.Environment["CRM_ADMIN_PASSWORD"] = password;
        using var process = Process.Start(start)!;
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, error);
    }

    private Task<ApiResponse> LoginAsync(string password) => Anonymous.PostAsync("/api/auth/login", new { login = "admin", password });

    private sealed class RecordedProgress(List<string> lines) : IProgress<string>
    {
        public void Report(string value) => lines.Add(value);
    }
}
