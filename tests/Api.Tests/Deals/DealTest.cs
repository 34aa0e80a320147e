namespace Crm.Api.Tests.Deals;

/// <summary>Base class of the tests of deals.</summary>
public abstract class DealTest : ApiTest
{
    protected static readonly string[] Stages = StageOracle.All;

    protected async Task<Guid> CompanyAsync(string name = "Acme") => (await Admin.PostAsync("/api/companies", new { name })).Is(201).Id;

    protected async Task<Guid> ContactAsync(string lastName = "Doe", Guid? companyId = null) =>
        (await Admin.PostAsync("/api/contacts", new { firstName = "Jo", lastName, companyId })).Is(201).Id;

    /// <summary>Creates a deal and returns the response of POST.</summary>
    /// <param name="client">The caller; by default the administrator.</param>
    /// <param name="more">Further members; they take precedence over title and company.</param>
    protected async Task<ApiResponse> DealAsync(ApiClient? client = null, object? more = null)
    {
        var body = Members(more);
        body.TryAdd("title", JsonSerializer.SerializeToElement("Rollout"));
        if (!body.ContainsKey("companyId"))
            body["companyId"] = JsonSerializer.SerializeToElement(await CompanyAsync());
        return (await (client ?? Admin).PostAsync("/api/deals", body)).Is(201);
    }

    /// <summary>Creates a deal in any stage; closed stages are reached from PROSPECTING.</summary>
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

    protected static IEnumerable<string?> Texts(IEnumerable<JsonElement> rows, string member) =>
        rows.Select(r => r.GetProperty(member).GetString());

    /// <summary>A row of a deal's stage history.</summary>
    protected sealed record Transition(int Seq, string? From, string? To, string? Reason);

    /// <summary>The stage history of a deal, newest first.</summary>
    protected static IEnumerable<Transition> Transitions(ApiResponse deal) => deal["history"].EnumerateArray().Select(h => new Transition(
        h.GetProperty("seq").GetInt32(), h.GetProperty("fromStage").GetString(), h.GetProperty("toStage").GetString(),
        h.GetProperty("reason").GetString()));

    private static Dictionary<string, JsonElement> Members(object? more) =>
        more is null ? [] : JsonSerializer.SerializeToElement(more).EnumerateObject().ToDictionary(m => m.Name, m => m.Value);
}
