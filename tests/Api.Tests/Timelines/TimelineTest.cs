namespace Crm.Api.Tests.Timelines;

/// <summary>Base class of the timeline tests. Each activity is created a minute after the previous one.</summary>
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

    /// <summary>The type and id of a timeline entry.</summary>
    protected sealed record Entry(string Type, Guid Id);

    /// <summary>The entries of a timeline in the order of the response, newest first by default.</summary>
    protected async Task<IReadOnlyList<Entry>> EntriesAsync(string path, ApiClient? by = null) =>
        [.. (await (by ?? Admin).GetAsync($"/api/{path}")).Is(200).Items.Select(EntryOf)];

    protected static Entry EntryOf(JsonElement row) => new(row.GetProperty("type").GetString()!, row.GetProperty("id").GetGuid());
}
