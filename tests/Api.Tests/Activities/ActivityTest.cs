namespace Crm.Api.Tests.Activities;

/// <summary>Base class of the tests of tasks, communications and notes.</summary>
public abstract class ActivityTest : ApiTest
{
    protected async Task<Guid> CompanyAsync(string name = "Acme", Guid? ownerId = null) =>
        (await Admin.PostAsync("/api/companies", new { name, ownerId })).Is(201).Id;

    protected async Task<Guid> ContactAsync(string? email = null, Guid? companyId = null, Guid? ownerId = null) =>
        (await Admin.PostAsync("/api/contacts", new { firstName = "Ada", lastName = "Keller", email, companyId, ownerId })).Is(201).Id;

    protected async Task<Guid> DealAsync(Guid? companyId = null, decimal value = 100, Guid? ownerId = null) =>
        (await Admin.PostAsync("/api/deals", new { title = "Rollout", value, ownerId, companyId = companyId ?? await CompanyAsync() })).Is(
            201).Id;

    protected async Task<Guid> LeadAsync(string? email = null) =>
        (await Admin.PostAsync("/api/leads", new { firstName = "Lee", lastName = "Prospect", email })).Is(201).Id;

    protected async Task<ApiResponse> TaskAsync(object? more = null, ApiClient? client = null) =>
        (await (client ?? Admin).PostAsync("/api/tasks", With(new { title = "Call" }, more))).Is(201);

    protected async Task<ApiResponse> NoteAsync(object? more = null, ApiClient? client = null) =>
        (await (client ?? Admin).PostAsync("/api/notes", With(new { content = "Called." }, more))).Is(201);

    protected async Task<ApiResponse> CommunicationAsync(object? more = null, ApiClient? client = null) =>
        (await (client ?? Admin).PostAsync("/api/communications", With(new { type = "PHONE_CALL", subject = "Offer" }, more))).Is(201);

    /// <summary>Creates a task, communication or note, depending on the collection.</summary>
    protected Task<ApiResponse> CreateAsync(string collection, object? more = null, ApiClient? client = null) => collection switch
    {
        "tasks" => TaskAsync(more, client),
        "notes" => NoteAsync(more, client),
        _ => CommunicationAsync(more, client),
    };

    /// <summary>The members of both objects; those of the second take precedence.</summary>
    protected static Dictionary<string, JsonElement> With(object body, object? more)
    {
        var members = JsonSerializer.SerializeToElement(body).EnumerateObject().ToDictionary(m => m.Name, m => m.Value);
        foreach (var member in more is null ? [] : JsonSerializer.SerializeToElement(more).EnumerateObject().ToArray())
            members[member.Name] = member.Value;
        return members;
    }

    protected static string Instant(DateTimeOffset at) =>
        Crm.Application.Common.Text.Instants.Format(Crm.Application.Common.Text.Instants.Cut(at));

    protected static IEnumerable<Guid> Ids(IEnumerable<JsonElement> rows) => rows.Select(r => r.GetProperty("id").GetGuid());
}
