namespace Crm.Api.Tests.LeadLists;

/// <summary>Base class of the tests of lead lists.</summary>
public abstract class LeadListTest : ApiTest
{
    protected async Task<ApiResponse> ListAsync(object? body = null) =>
        (await Admin.PostAsync("/api/lead-lists", body ?? new { name = "Fair" })).Is(201);

    protected async Task<Guid> LeadAsync(
        string firstName = "Jo", string? source = null, Guid? assignedToId = null, string status = "NEW") =>
        (await Admin.PostAsync("/api/leads", new { firstName, lastName = "Doe", company = "Acme", source, assignedToId, status })).Is(
            201).Id;

    protected Task<ApiResponse> AddAsync(Guid list, object body, ApiClient? client = null) =>
        (client ?? Admin).PostAsync($"/api/lead-lists/{list}/members", body);

    protected Task<ApiResponse> RemoveAsync(Guid list, object body, ApiClient? client = null) =>
        (client ?? Admin).PostAsync($"/api/lead-lists/{list}/members/remove", body);

    protected async Task<long> VersionAsync(Guid list) => (await Admin.GetAsync($"/api/lead-lists/{list}")).Is(200).Version;

    /// <summary>The first names of the members, newest member first.</summary>
    protected async Task<string> MembersAsync(Guid list, ApiClient? client = null, string query = "") => string.Join(
        ' ', (await (client ?? Admin).GetAsync($"/api/lead-lists/{list}/members?{query}")).Is(200).Items.Select(
            r => r.GetProperty("firstName").GetString()));

    /// <summary>The counts in the response to adding members.</summary>
    protected sealed record AddedCounts(int Added, int AlreadyPresent, int NotFound);

    /// <summary>The counts in the response to removing members.</summary>
    protected sealed record RemovedCounts(int Removed, int NotPresent);

    protected static AddedCounts Added(ApiResponse response) =>
        new(response.Is(200)["added"].GetInt32(), response["alreadyPresent"].GetInt32(), response["notFound"].GetInt32());

    protected static RemovedCounts Removed(ApiResponse response) =>
        new(response.Is(200)["removed"].GetInt32(), response["notPresent"].GetInt32());
}
