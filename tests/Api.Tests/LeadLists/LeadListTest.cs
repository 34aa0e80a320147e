namespace Crm.Api.Tests.LeadLists;

/// <summary>What the tests of lists of leads share.</summary>
public abstract class LeadListTest : ApiTest
{
    protected async Task<ApiResponse> ListAsync(object? body = null) => (await Admin.PostAsync("/api/lead-lists", body ?? new { name = "Fair" })).Is(201);

    protected async Task<Guid> LeadAsync(string firstName = "Jo", string? source = null, Guid? assignedToId = null, string status = "NEW") =>
        (await Admin.PostAsync("/api/leads", new { firstName, lastName = "Doe", company = "Acme", source, assignedToId, status })).Is(201).Id;

    protected Task<ApiResponse> AddAsync(Guid list, object body, ApiClient? client = null) => (client ?? Admin).PostAsync($"/api/lead-lists/{list}/members", body);

    protected Task<ApiResponse> RemoveAsync(Guid list, object body, ApiClient? client = null) => (client ?? Admin).PostAsync($"/api/lead-lists/{list}/members/remove", body);

    protected async Task<long> VersionAsync(Guid list) => (await Admin.GetAsync($"/api/lead-lists/{list}")).Is(200).Version;

    /// <summary>First names, newest member first.</summary>
    protected async Task<string> MembersAsync(Guid list, ApiClient? client = null, string query = "") => string.Join(
        ' ', (await (client ?? Admin).GetAsync($"/api/lead-lists/{list}/members?{query}")).Is(200).Items.Select(r => r.GetProperty("firstName").GetString()));

    protected static (int Added, int AlreadyPresent, int NotFound) Added(ApiResponse answer) =>
        (answer.Is(200)["added"].GetInt32(), answer["alreadyPresent"].GetInt32(), answer["notFound"].GetInt32());

    protected static (int Removed, int NotPresent) Removed(ApiResponse answer) => (answer.Is(200)["removed"].GetInt32(), answer["notPresent"].GetInt32());
}
