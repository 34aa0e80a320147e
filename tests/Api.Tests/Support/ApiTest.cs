using Crm.Domain.Roles;
using Crm.Domain.Users;
using Crm.Infrastructure.Security;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Api.Tests.Support;

/// <summary>Base class of tests through HTTP. Each starts with only the built-in roles and the administrator.</summary>
public abstract class ApiTest
{
    private static int users;
    private readonly Dictionary<string, Guid> roles = [];
    private Guid adminId;

    protected TestHost Host { get; private set; } = null!;
    protected TestDatabase Db => Host.Database;
    protected TestClock Clock => Host.Clock;

    /// <summary>A client of the administrator.</summary>
    protected ApiClient Admin { get; private set; } = null!;

    /// <summary>A client without credentials.</summary>
    protected ApiClient Anonymous { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task Take_a_host()
    {
        Host = await (await TestCluster.GetAsync()).TakeHostAsync();
        adminId = await Db.ScalarAsync<Guid>("select id from test_start.users");
        foreach (var (id, name) in await Db.QueryAsync<(Guid, string)>("select id, name from test_start.roles"))
            roles[name] = id;
    }

    [OneTimeTearDown]
    public async Task Give_the_host_back()
    {
        if (Host is not null)
            (await TestCluster.GetAsync()).GiveBack(Host);
    }

    [SetUp]
    public async Task Start_from_nothing()
    {
        Clock.Reset();
        await Db.ResetAsync();
        Host.Services.GetRequiredService<RightsCache>().Clear();
        Host.Log.Clear();
        Anonymous = new ApiClient(Host, null);
        Admin = new ApiClient(Host, adminId);
    }

    /// <summary>Creates a user with an existing role and returns a client. The password is <see
    /// cref="TestCluster.AdminPassword"/>.</summary>
    protected async Task<ApiClient> UserAsync(string role = BuiltInRoles.SalesRep, string? firstName = null, string lastName = "Tester") =>
        await UserInAsync(roles[role], firstName, lastName);

    /// <summary>Creates a user with a new role and returns a client.</summary>
    /// <param name="permissions">The permissions as JSON, in either format.</param>
    protected async Task<ApiClient> UserWithAsync(string permissions)
    {
        var role = Guid.CreateVersion7(Clock.Now);
        await Db.ExecuteAsync(
            """
            insert into roles select (jsonb_populate_record(r, jsonb_build_object('id', @role, 'name', 'Role ' || @role, 'permissions',
                @permissions::jsonb))).*
            from test_start.roles r limit 1
            """,
            new { role, permissions });
        return await UserInAsync(role, null, "Tester");
    }

    private async Task<ApiClient> UserInAsync(Guid role, string? firstName, string lastName)
    {
        var number = Interlocked.Increment(ref users);
        var id = Guid.CreateVersion7(Clock.Now);
        var details = new UserDetails
        {
            Email = $"user{number}@example.com",
            Username = $"user{number}",
            FirstName = firstName ?? $"User{number}",
            LastName = lastName,
        };
        var user = User.Create(id, details, role, null, Clock.Now, Clock.Now).Value;
        await Db.ExecuteAsync(
            "insert into users select (jsonb_populate_record(u, @values::jsonb)).* from test_start.users u",
            new
            {
                values = JsonSerializer.Serialize(new
                {
                    id,
                    role_id = role,
                    email = details.Email,
                    username = details.Username,
                    first_name = details.FirstName,
                    last_name = details.LastName,
                    full_name = user.FullName,
                    name_folded = user.NameFolded,
                    search_text = user.SearchText,
                    created_at = Clock.Now,
                    updated_at = Clock.Now,
                }),
            });
        return new ApiClient(Host, id);
    }
}
