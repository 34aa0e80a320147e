// A client of NSwag.
using System.Net.Http.Headers;
using System.Text.Json;
using Crm.Client;

var http = new HttpClient { BaseAddress = new Uri(Environment.GetEnvironmentVariable("CRM_URL")!) };
var api = new CrmClient(http) { BaseUrl = http.BaseAddress.ToString() };
var tokens = await api.LoginAsync(body: new Login
{
    Login1 = Environment.GetEnvironmentVariable("CRM_LOGIN")!,
    Password = Environment.GetEnvironmentVariable("CRM_PASSWORD")!,
});
http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", tokens.AccessToken);

// What is not set is sent as null.
var company = await api.CreateCompanyAsync(body: new CreateCompany { Name = "NSwag & Söhne" });
Check(company.IsActive && company.Tags.Count == 0, "defaults");
var contact = await api.CreateContactAsync(body: new CreateContact { FirstName = "Ada", LastName = "Swag", CompanyId = company.Id });
var deals = new List<DealView>();
foreach (var value in new[] { 500, 1500, 2500, 3500 })
{
    deals.Add(await api.CreateDealAsync(body: new CreateDeal
    {
        CompanyId = company.Id,
        PrimaryContactId = contact.Id,
        Title = $"Deal {value}",
        Value = value,
    }));
}

Task<DealRowPage> ListAsync(string? cursor) => api.ListDealsAsync(
    value: new NumberFilter { Gte = 1000 }, companyId: new IdFilter { Eq = company.Id },
    stage: new DealStageFilter { In = "PROSPECTING,QUALIFYING" }, primaryContactId: new IdFilter { IsNull = false },
    sort: ListDealsSort.Minusvalue, limit: 2, cursor: cursor);
var first = await ListAsync(null);
Check(first.Items.Select(d => d.Value).SequenceEqual([3500, 2500]), "first page");
var second = await ListAsync(first.NextCursor);
Check(second.Items.Select(d => d.Value).SequenceEqual([1500]) && second.NextCursor is null, "second page");

var id = deals[0].Id;
// In a merge patch null clears a member, and NSwag sends null for what is not set: the patch begins with what GET returned.
var patch = JsonSerializer.Deserialize<UpdateDealPatch>(JsonSerializer.Serialize(await api.GetDealAsync(id)))!;
(patch.Description, patch.Tags) = ("Patched.", ["swag"]);
var patched = await api.PatchDealAsync(id, body: patch);
Check(patched.Description == "Patched.", "PATCH");
var update = JsonSerializer.Deserialize<UpdateDeal>(JsonSerializer.Serialize(await api.GetDealAsync(id)))!;
update.Notes = "Put back.";
var replaced = await api.ReplaceDealAsync(id, body: update);
Check(replaced is { Notes: "Put back.", Value: 500 } && replaced.Tags.Single() == "swag", "PUT");
var moved = await api.ChangeDealStageAsync(id, body: new ChangeDealStage { Stage = DealStage.QUALIFYING });
Check(moved.Stage == DealStage.QUALIFYING, "stage");

var lead = await api.CreateLeadAsync(body: new CreateLead { FirstName = "Lin", LastName = "Swag", Company = "Swag Leads" });
var converted = await api.ConvertLeadAsync(
    lead.Id, body: new ConvertLead { CreateDeal = true, Deal = new ConversionDeal { Title = "From a lead" } });
Check(converted.Lead.Status == LeadStatus.CONVERTED, "conversion");
Check((await api.GetForecastAsync(tz: "Europe/Berlin")).Rows is not null, "report");

try
{
    await api.CreateContactAsync(body: new CreateContact { FirstName = "", LastName = "Swag", Email = "none" });
    Check(false, "refusal");
}
catch (ApiException<Problem> refused)
{
    Check(refused.Result is { Status: 400, Code: "validation_failed" } && refused.Result.Errors["firstName"].Count > 0, "problem");
}

await api.DeleteDealAsync(id);
try
{
    await api.GetDealAsync(id);
    Check(false, "deleted");
}
catch (ApiException<Problem> gone)
{
    Check(gone.Result.Code == "deal_not_found", "deleted");
}

Check((await api.RestoreDealAsync(id)).Id == id, "restore");

static void Check(bool holds, string what)
{
    if (!holds)
        throw new InvalidOperationException($"Not as expected: {what}.");
}
