namespace Crm.Api.Tests.Reports;

public sealed class GetSourcesTests : ReportTest
{
    [Test]
    public async Task Lead_counts_appear_once_and_amounts_by_currency()
    {
        await LeadAsync("WEBINAR", "NEW");
        await LeadAsync("WEBINAR", "QUALIFIED");
        foreach (var currency in new[] { "EUR", "EUR", "USD" })
        {
            var lead = await LeadAsync("WEBINAR", "NEW");
            var deal = (await Admin.PostAsync(
                $"/api/leads/{lead}/convert", new { createDeal = true, deal = new { value = 10, currency } })).Is(200)["deal"].GetProperty(
                    "id").GetGuid();
            if (currency == "EUR")
                (await Admin.PatchAsync($"/api/deals/{deal}/stage", new { stage = "CLOSED_WON" }, mediaType: "application/json")).Is(200);
        }

        await LeadAsync(null, "NEW");

        Assert.That(await RowsAsync("sources"), Is.EqualTo(
            """[{"source":"WEBINAR","currency":null,"leadCount":5,"qualifiedCount":4,"convertedCount":3,"conversionRate":0.6""" +
            ""","dealCount":3,"wonCount":2,"wonValue":null},""" +
            """{"source":"WEBINAR","currency":"EUR","leadCount":null,"qualifiedCount":null,"convertedCount":null""" +
            ""","conversionRate":null,"dealCount":2,"wonCount":2,"wonValue":20.00},""" +
            """{"source":"WEBINAR","currency":"USD","leadCount":null,"qualifiedCount":null,"convertedCount":null""" +
            ""","conversionRate":null,"dealCount":1,"wonCount":0,"wonValue":0.00},""" +
            """{"source":null,"currency":null,"leadCount":1,"qualifiedCount":0,"convertedCount":0,"conversionRate":0,"dealCount":0""" +
            ""","wonCount":0,"wonValue":null}]"""));
    }

    private async Task<Guid> LeadAsync(string? source, string status) =>
        (await Admin.PostAsync("/api/leads", new { firstName = "Ada", lastName = "Byron", company = "Acme", source, status })).Is(201).Id;
}
