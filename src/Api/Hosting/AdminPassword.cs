using System.Security.Cryptography;
using Crm.Application.Auth;
using Crm.Application.Users;
using Crm.Domain.Roles;
using Crm.Domain.Users;

namespace Crm.Api.Hosting;

/// <summary>The administrator's password: taken from the environment, or generated and printed once.</summary>
internal static class AdminPassword
{
    public const string Variable = "CRM_ADMIN_PASSWORD";

    /// <summary>The password in <see cref="Variable"/>; null if it is not set.</summary>
    /// <exception cref="StartException">The password breaks a rule for passwords.</exception>
    public static string? Given(string email)
    {
        var password = Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrEmpty(password))
            return null;
        return PasswordRules.FaultOf(password, FirstStart.AdminName, email) is { } fault
            ? throw new StartException($"{Variable} {fault}")
            : password;
    }

    public static string Make() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(15)).Replace('+', 'x').Replace('/', 'y');

    /// <summary>
    /// The command admin-password: restores the user and the Administrator role with every permission, sets a new password, activates the
    /// user, ends its sessions and deletes its failed logins.
    /// </summary>
    public static async Task SetAsync(IServiceProvider services, IProgress<string> progress, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var unitOfWork = scope.ServiceProvider.GetRequiredService<IUnitOfWork>();
        var done = await unitOfWork.RunAsync(new CommandInfo("AdminPassword"), token => SetAsync(scope.ServiceProvider, token), ct);
        if (done.Error is { } error)
            throw new StartException(error.Code == RecordCatalog.Of<User>().NotFound.Code
                ? $"There is no user {FirstStart.AdminName} in this database. Start the service once to create it, or log in as another " +
                    $"administrator."
                : error.Message);
        progress.Report(done.Value is { Length: > 0 } made
            ? $"Log in as {FirstStart.AdminName} with the password {made} (shown only once)"
            : $"Log in as {FirstStart.AdminName} with the password of {Variable}");
    }

    /// <returns>The password if it was generated, else an empty string.</returns>
    private static async Task<Result<string>> SetAsync(IServiceProvider services, CancellationToken ct)
    {
        var db = services.GetRequiredService<IWriteDb>();
        var clock = services.GetRequiredService<IClock>();
        var id = await db.QuerySingleOrDefaultAsync<Guid?>(
            $"""
            select id from users where lower(username) = {FirstStart.AdminName}
            order by deleted_at is null desc, deleted_at desc limit 1
            """,
            ct);
        if (id is null ||
            await services.GetRequiredService<IRepository<User>>().FindAsync(id.Value, inTrashToo: true, ct: ct) is not { } user)
            return RecordCatalog.Of<User>().NotFound;
        user.Restore(clock.Now);
        var given = Given(user.Details.Email);
        var password = given ?? Make();
        user.SetPassword(services.GetRequiredService<IPasswords>().Hash(password), clock.Now);
        var role = await RestoreRoleAsync(services, db, clock, ct);
        if (!user.Details.IsActive || user.RoleId != role)
            user.Update(user.Details with { IsActive = true }, role, clock.Now);
        await RefreshTokens.EndAllAsync(db, user.Id, clock.Now, ct);
        await LoginThrottle.ForgetAllAsync(db, ct);
        await services.GetRequiredService<IUnitOfWork>().SaveAsync(ct);
        return given is null ? password : "";
    }

    /// <summary>The Administrator role: restored, or created again if it was renamed.</summary>
    private static async Task<Guid> RestoreRoleAsync(IServiceProvider services, IWriteDb db, IClock clock, CancellationToken ct)
    {
        var roles = services.GetRequiredService<IRepository<Role>>();
        var id = await db.QuerySingleOrDefaultAsync<Guid?>(
            $"""
            select id from roles where lower(name) = lower({BuiltInRoles.Administrator})
            order by deleted_at is null desc, deleted_at desc limit 1
            """,
            ct);
        if (id is not null && await roles.FindAsync(id.Value, inTrashToo: true, ct: ct) is { } role)
        {
            role.RestoreAdministrator(clock.Now);
            return role.Id;
        }

        var (name, description, permissions) = BuiltInRoles.All.Single(r => r.Name == BuiltInRoles.Administrator);
        var created = Role.Create(clock.NewId(), name, description, permissions, true, clock.Now).Value;
        roles.Add(created);
        return created.Id;
    }
}
