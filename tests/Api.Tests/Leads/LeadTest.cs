namespace Crm.Api.Tests.Leads;

/// <summary>What the tests of leads share.</summary>
public abstract class LeadTest : ApiTest
{
    protected static readonly string[] Statuses = ["NEW", "QUALIFIED", "CONTACTED", "INTERESTED", "NOT_INTERESTED", "CONVERTED", "DEAD", "NURTURING"];

    /// <summary>A lead as POST answers it.</summary>
    /// <param name="more">Members beyond the name; they win over it.</param>
    /// <param name="client">Who makes it; the administrator where nobody is named.</param>
    protected async Task<ApiResponse> LeadAsync(object? more = null, ApiClient? client = null)
    {
        var body = more is null ? [] : JsonSerializer.SerializeToElement(more).EnumerateObject().ToDictionary(m => m.Name, m => m.Value);
        body.TryAdd("firstName", JsonSerializer.SerializeToElement("Jo"));
        body.TryAdd("lastName", JsonSerializer.SerializeToElement("Doe"));
        return (await (client ?? Admin).PostAsync("/api/leads", body)).Is(201);
    }

    protected async Task<ApiResponse> GetAsync(Guid id) => (await Admin.GetAsync($"/api/leads/{id}")).Is(200);

    protected Task<ApiResponse> ConvertAsync(Guid id, object? body = null, ApiClient? client = null, string query = "", string? key = null) =>
        (client ?? Admin).PostAsync($"/api/leads/{id}/convert{query}", body ?? new { }, key);

    protected static string? Text(ApiResponse answer, string member) => answer[member].GetString();
}
