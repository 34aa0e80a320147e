namespace Crm.Api.Tests.Reports;

/// <summary>Base class of the report tests. Creates backdated deals with any history, as an import does.</summary>
public abstract class ReportTest : ApiTest
{
    private Guid? company;

    /// <summary>Creates a deal that entered these stages on these days, at noon UTC.</summary>
    protected async Task<Guid> DealAsync(object? more, params (string Stage, string Day)[] steps)
    {
        company ??= (await Admin.PostAsync("/api/companies", new { name = "Acme", createdAt = "2024-01-01T00:00:00Z" })).Is(201).Id;
        var body = new Dictionary<string,
            object?>
        {
            ["title"] = "Deal",
            ["companyId"] = company,
            ["currency"] = "EUR",
            ["value"] = 100,
            ["stage"] = steps[0].Stage,
            ["createdAt"] = $"{steps[0].Day}T12:00:00Z"
        };
        foreach (var property in more?.GetType().GetProperties() ?? [])
            body[property.Name] = property.GetValue(more);
        var deal = (await Admin.PostAsync("/api/deals", body)).Is(201).Id;
        foreach (var (stage, day) in steps.Skip(1))
            await MoveAsync(deal, stage, day);
        return deal;
    }

    protected async Task MoveAsync(Guid deal, string stage, string day) => (await Admin.PatchAsync(
        $"/api/deals/{deal}/stage",
        new { stage, at = $"{day}T12:00:00Z", reason = "Because", lossReason = stage == "CLOSED_LOST" ? "Price" : null },
        mediaType: "application/json")).Is(200);

    /// <summary>The rows of the response as JSON text.</summary>
    protected async Task<string> RowsAsync(string path) => (await Admin.GetAsync($"/api/reports/{path}")).Is(200)["rows"].GetRawText();

    [SetUp]
    public void Clear_the_company() => company = null;
}
