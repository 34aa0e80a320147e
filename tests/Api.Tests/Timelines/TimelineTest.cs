namespace Crm.Api.Tests.Timelines;

/// <summary>Records with a history, each thing in it a minute after the one before.</summary>
public abstract class TimelineTest : ApiTest
{
    protected async Task<Guid> CompanyAsync(string name = "Acme") => (await Admin.PostAsync("/api/companies", new { name })).Is(201).Id;

    protected async Task<Guid> ContactAsync(Guid? companyId = null) =>
        (await Admin.PostAsync("/api/contacts", new { firstName = "Jo", lastName = "Doe", companyId })).Is(201).Id;

    protected async Task<Guid> DealAsync(Guid companyId, Guid? ownerId = null) =>
        (await Admin.PostAsync("/api/deals", new { title = "Big", companyId, value = 5, ownerId = ownerId ?? Admin.Id })).Is(201).Id;

    protected async Task<Guid> LeadAsync() => (await Admin.PostAsync("/api/leads", new { firstName = "Al", lastName = "Roe" })).Is(201).Id;

    protected Task<Guid> TaskAsync(object body, ApiClient? by = null) => AddAsync("tasks", body, by);

    protected Task<Guid> CommunicationAsync(object body, ApiClient? by = null) => AddAsync("communications", body, by);

    protected Task<Guid> NoteAsync(object body, ApiClient? by = null) => AddAsync("notes", body, by);

    private async Task<Guid> AddAsync(string collection, object body, ApiClient? by)
    {
        Clock.Advance(TimeSpan.FromMinutes(1));
        return (await (by ?? Admin).PostAsync($"/api/{collection}", body)).Is(201).Id;
    }

    /// <summary>Type and id of each line, newest first.</summary>
    protected async Task<IReadOnlyList<(string Type, Guid Id)>> LinesAsync(string path, ApiClient? by = null) =>
        [.. (await (by ?? Admin).GetAsync($"/api/{path}")).Is(200).Items.Select(LineOf)];

    protected static (string Type, Guid Id) LineOf(JsonElement row) => (row.GetProperty("type").GetString()!, row.GetProperty("id").GetGuid());
}
