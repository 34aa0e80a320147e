namespace Crm.Api.Tests.Groups;

/// <summary>Base class of the tests of groups.</summary>
public abstract class GroupTest : ApiTest
{
    /// <summary>Creates a group with these members.</summary>
    protected async Task<Guid> GroupAsync(string name, params ApiClient[] members)
    {
        var id = (await Admin.PostAsync("/api/groups", new { name, type = "SALES_TEAM" })).Is(201).Id;
        foreach (var member in members)
            (await JoinAsync(id, member)).Is(201);
        return id;
    }

    protected Task<ApiResponse> JoinAsync(Guid group, ApiClient user) =>
        Admin.PostAsync($"/api/groups/{group}/members", new { userId = user.Id });

    protected Task<ApiResponse> LeaveAsync(Guid group, ApiClient user) => Admin.DeleteAsync($"/api/groups/{group}/members/{user.Id}");
}
