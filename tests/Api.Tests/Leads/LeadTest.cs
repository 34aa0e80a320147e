namespace Crm.Api.Tests.Leads;

/// <summary>Base class of the tests of leads.</summary>
public abstract class LeadTest : ApiTest
{
    protected static readonly string[] Statuses =
        ["NEW", "QUALIFIED", "CONTACTED", "INTERESTED", "NOT_INTERESTED", "CONVERTED", "DEAD", "NURTURING"];

    /// <summary>Creates a lead and returns the response of POST.</summary>
    /// <param name="more">Further members; they take precedence over the name.</param>
    /// <param name="client">The caller; by default the administrator.</param>
    protected async Task<ApiResponse> LeadAsync(object? more = null, ApiClient? client = null)
    {
        var body = more is null ? [] : JsonSerializer.SerializeToElement(more).EnumerateObject().ToDictionary(m => m.Name, m => m.Value);
        body.TryAdd("firstName", JsonSerializer.SerializeToElement("Jo"));
        body.TryAdd("lastName", JsonSerializer.SerializeToElement("Doe"));
        return (await (client ?? Admin).PostAsync("/api/leads", body)).Is(201);
    }

    protected async Task<ApiResponse> GetAsync(Guid id) => (await Admin.GetAsync($"/api/leads/{id}")).Is(200);

    protected Task<ApiResponse> ConvertAsync(
        Guid id, object? body = null, ApiClient? client = null, string query = "", string? key = null) =>
        (client ?? Admin).PostAsync($"/api/leads/{id}/convert{query}", body ?? new { }, key);

    protected static string? Text(ApiResponse response, string member) => response[member].GetString();
}
