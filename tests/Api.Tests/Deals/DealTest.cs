namespace Crm.Api.Tests.Deals;

/// <summary>What the tests of deals share.</summary>
public abstract class DealTest : ApiTest
{
    protected static readonly string[] Stages = StageOracle.All;

    protected async Task<Guid> CompanyAsync(string name = "Acme") => (await Admin.PostAsync("/api/companies", new { name })).Is(201).Id;

    protected async Task<Guid> ContactAsync(string lastName = "Doe", Guid? companyId = null) =>
        (await Admin.PostAsync("/api/contacts", new { firstName = "Jo", lastName, companyId })).Is(201).Id;

    /// <summary>A deal as POST answers it.</summary>
    /// <param name="client">Who makes it; the administrator where nobody is named.</param>
    /// <param name="more">Members beyond title and company; they win over those.</param>
    protected async Task<ApiResponse> DealAsync(ApiClient? client = null, object? more = null)
    {
        var body = Members(more);
        body.TryAdd("title", JsonSerializer.SerializeToElement("Rollout"));
        if (!body.ContainsKey("companyId"))
            body["companyId"] = JsonSerializer.SerializeToElement(await CompanyAsync());
        return (await (client ?? Admin).PostAsync("/api/deals", body)).Is(201);
    }

    /// <summary>A deal in any stage, the closed ones by way of PROSPECTING.</summary>
    protected async Task<ApiResponse> DealInAsync(string stage)
    {
        if (StageOracle.Open.Contains(stage) || stage == "ON_HOLD")
            return await DealAsync(more: new { stage });
        var deal = await DealAsync();
        return (await MoveAsync(deal.Id, new { stage, lossReason = stage == "CLOSED_LOST" ? "price" : null })).Is(200);
    }

    protected Task<ApiResponse> MoveAsync(Guid id, object change, string? key = null, string? ifMatch = null) =>
        Admin.PatchAsync($"/api/deals/{id}/stage", change, key, ifMatch, "application/json");

    protected async Task<ApiResponse> LineAsync(Guid dealId, decimal quantity, decimal unitPrice, string productName = "Seat") =>
        (await Admin.PostAsync($"/api/deals/{dealId}/products", new { productName, quantity, unitPrice })).Is(201);

    protected async Task<ApiResponse> GetAsync(Guid id) => (await Admin.GetAsync($"/api/deals/{id}")).Is(200);

    protected static IEnumerable<string?> Texts(IEnumerable<JsonElement> rows, string member) => rows.Select(r => r.GetProperty(member).GetString());

    /// <summary>Seq, from, to and reason of each step, the newest first.</summary>
    protected static IEnumerable<(int Seq, string? From, string? To, string? Reason)> Steps(ApiResponse deal) => deal["history"].EnumerateArray().Select(h => (
        h.GetProperty("seq").GetInt32(), h.GetProperty("fromStage").GetString(), h.GetProperty("toStage").GetString(), h.GetProperty("reason").GetString()));

    private static Dictionary<string, JsonElement> Members(object? more) =>
        more is null ? [] : JsonSerializer.SerializeToElement(more).EnumerateObject().ToDictionary(m => m.Name, m => m.Value);
}
