// A client of Kiota.
using Crm.Client;
using Crm.Client.Models;
using Microsoft.Kiota.Abstractions;
using Microsoft.Kiota.Abstractions.Authentication;
using Microsoft.Kiota.Abstractions.Serialization;
using Microsoft.Kiota.Http.HttpClientLibrary;

var url = Environment.GetEnvironmentVariable("CRM_URL")!;
var http = new HttpClient();
var api = new CrmClient(new HttpClientRequestAdapter(new AnonymousAuthenticationProvider(), httpClient: http) { BaseUrl = url });
var tokens = await api.Api.Auth.Login.PostAsync(new Login
{
    LoginProp = Environment.GetEnvironmentVariable("CRM_LOGIN"),
    Password = Environment.GetEnvironmentVariable("CRM_PASSWORD"),
});
http.DefaultRequestHeaders.Add("Authorization", $"Bearer {tokens!.AccessToken}");

var company = (await api.Api.Companies.PostAsync(new CreateCompany { Name = "Kiota & Söhne" }))!;
Check(company is { IsActive: true, Tags.Count: 0 }, "defaults");
var contact = (await api.Api.Contacts.PostAsync(new CreateContact { FirstName = "Ada", LastName = "Kiota", CompanyId = company.Id }))!;
var deals = new List<DealView>();
foreach (var value in new[] { 500, 1500, 2500, 3500 })
{
    deals.Add((await api.Api.Deals.PostAsync(new CreateDeal
    {
        CompanyId = company.Id,
        PrimaryContactId = contact.Id,
        Title = $"Deal {value}",
        Value = value,
    }))!);
}

// Kiota knows no object in a query: what it calls by the field's name is sent as field=a,b. Operators are written into the address.
var plain = (await api.Api.Deals.GetAsync(request =>
{
    request.QueryParameters.CompanyId = company.Id.ToString();
    request.QueryParameters.Stage = "PROSPECTING,QUALIFYING";
    request.QueryParameters.Limit = 3;
}))!;
Check(plain.Items!.Count == 3 && plain.NextCursor is not null, "any of");
var address = $"{url}/api/deals?companyId={company.Id}&value%5Bgte%5D=1000&primaryContactId%5BisNull%5D=false&sort=-value&limit=2";
var first = (await api.Api.Deals.WithUrl(address).GetAsync())!;
Check(first.Items!.Select(d => d.Value).SequenceEqual([3500, 2500]), "first page");
var second = (await api.Api.Deals.WithUrl($"{address}&cursor={Uri.EscapeDataString(first.NextCursor!)}").GetAsync())!;
Check(second.Items!.Select(d => d.Value).SequenceEqual([1500]) && second.NextCursor is null, "second page");

var deal = api.Api.Deals[deals[0].Id!.Value];
var patched = await deal.PatchAsync(new UpdateDealPatch { Description = "Patched.", Tags = ["kiota"] });
Check(patched!.Description == "Patched.", "PATCH");
var shown = await KiotaJsonSerializer.SerializeAsStringAsync((await deal.GetAsync())!);
var update = (await KiotaJsonSerializer.DeserializeAsync<UpdateDeal>(shown))!;
update.Notes = "Put back.";
var replaced = (await deal.PutAsync(update))!;
Check(replaced is { Notes: "Put back.", Value: 500 } && replaced.Tags!.Single() == "kiota", "PUT");
var moved = await deal.Stage.PatchAsync(new ChangeDealStage { Stage = DealStage.QUALIFYING });
Check(moved!.Stage == DealStage.QUALIFYING, "stage");

var lead = (await api.Api.Leads.PostAsync(new CreateLead { FirstName = "Lin", LastName = "Kiota", Company = "Kiota Leads" }))!;
var converted = (await api.Api.Leads[lead.Id!.Value].Convert.PostAsync(
    new ConvertLead { CreateDeal = true, Deal = new ConversionDeal { Title = "From a lead" } }))!;
Check(converted.Lead!.Status == LeadStatus.CONVERTED, "conversion");
Check((await api.Api.Reports.Forecast.GetAsync(r => r.QueryParameters.Tz = "Europe/Berlin"))!.Rows is not null, "report");

try
{
    await api.Api.Contacts.PostAsync(new CreateContact { FirstName = "", LastName = "Kiota", Email = "none" });
    Check(false, "refusal");
}
catch (Problem refused)
{
    Check(refused is { Status: 400, Code: "validation_failed" } && refused.Errors!.AdditionalData.ContainsKey("firstName"), "problem");
}

await deal.DeleteAsync();
try
{
    await deal.GetAsync();
    Check(false, "deleted");
}
catch (Problem gone)
{
    Check(gone.Code == "deal_not_found", "deleted");
}

Check((await deal.Restore.PostAsync())!.Id == deals[0].Id, "restore");

static void Check(bool holds, string what)
{
    if (!holds)
        throw new InvalidOperationException($"Not as expected: {what}.");
}
