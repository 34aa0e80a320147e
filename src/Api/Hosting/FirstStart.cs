using Crm.Domain.Roles;
using Crm.Domain.Users;
using Crm.Infrastructure.Persistence;
using Crm.SampleData;
using Dapper;
using Npgsql;

namespace Crm.Api.Hosting;

/// <summary>
/// Creates what a database needs before a user can log in: the built-in roles and the administrator; then sample data, if requested.
/// </summary>
internal static class FirstStart
{
    public const string AdminName = "admin";
    public const string AdminEmail = "admin@example.com";

    private const string HasUsersSql = "select exists (select 1 from users)";
    private const string HasCompaniesSql = "select exists (select 1 from companies)";

    public static async Task RunAsync(IServiceProvider services, Arguments arguments, ConsoleProgress progress, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var sample = arguments.Command == "seed" || arguments is { Command: "serve", DataDirectory: not null, Sample: true };
        var isComplete = await HasRowsAsync(scope.ServiceProvider, HasUsersSql, ct) &&
            (!sample || await HasRowsAsync(scope.ServiceProvider, HasCompaniesSql, ct));
        // If two instances start on an empty database, one of them fills it. The other waits, and finds it filled.
        await using var turn = isComplete ? null
            : await StartLock.TakeAsync(scope.ServiceProvider.GetRequiredService<DatabaseOptions>(), ct);
        if (!await HasRowsAsync(scope.ServiceProvider, HasUsersSql, ct))
        {
            var made = await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().RunAsync(
                new CommandInfo("FirstStart"), token => MakeAdministratorAsync(scope.ServiceProvider, token), ct);
            if (made.Error is { } error)
                throw new StartException(error.Message);
            if (made.Value is { } printed)
            {
                progress.Report(
                    $"Log in as {AdminName} with the password {printed} (shown only once; crm admin-password sets a new one)");
            }
        }

        if (sample)
        {
            var seeded = !await HasRowsAsync(scope.ServiceProvider, HasCompaniesSql, ct) &&
                await ActivatorUtilities.CreateInstance<SampleSeeder>(scope.ServiceProvider).SeedAsync(progress, ct);
            if (!seeded && arguments.Command == "seed")
                progress.Report("The database already contains companies; no sample data was added");
        }
    }

    /// <summary>Almost every start finds users and companies; a unit of work would first make EF Core build its model.</summary>
    private static async Task<bool> HasRowsAsync(IServiceProvider services, string sql, CancellationToken ct)
    {
        await using var connection = await services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync(ct);
        return await connection.ExecuteScalarAsync<bool>(new CommandDefinition(sql, cancellationToken: ct));
    }

    /// <returns>The password if it was generated, else null.</returns>
    private static async Task<Result<string?>> MakeAdministratorAsync(IServiceProvider services, CancellationToken ct)
    {
        var db = services.GetRequiredService<IWriteDb>();
        var clock = services.GetRequiredService<IClock>();
        if (await db.QuerySingleOrDefaultAsync<bool>($"select exists (select 1 from users)", ct))
            return (string?)null!;
        var roles = services.GetRequiredService<IRepository<Role>>();
        Role? administrator = null;
        foreach (var (name, description, permissions) in BuiltInRoles.All)
        {
            var role = Role.Create(clock.NewId(), name, description, permissions, true, clock.Now);
            if (role.Error is { } error)
                return error;
            roles.Add(role.Value);
            if (name == BuiltInRoles.Administrator)
                administrator = role.Value;
        }

        var details = new UserDetails { Email = AdminEmail, Username = AdminName, FirstName = "System", LastName = "Administrator" };
        var given = AdminPassword.Given(details.Email);
        var password = given ?? AdminPassword.Make();
        services.GetRequiredService<IRepository<User>>().Add(
            User.Create(clock.NewId(), details, administrator!.Id, services.GetRequiredService<IPasswords>().Hash(password), clock.Now,
                clock.Now).Value);
        await services.GetRequiredService<IUnitOfWork>().SaveAsync(ct);
        return given is null ? password : null!;
    }
}
