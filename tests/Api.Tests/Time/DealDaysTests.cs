namespace Crm.Api.Tests.Time;

/// <summary>The days on which deals are closed.</summary>
[Category("Slow")]
public sealed class DealDaysTests : TimeTest
{
    private static Task<ApiResponse> CloseAsync(ApiClient user, Guid deal, object? more = null) =>
        user.PatchAsync($"/api/deals/{deal}/stage", With(new { stage = "CLOSED_WON" }, more), mediaType: "application/json");

    private static async Task<Guid> DealOfAsync(ApiClient user)
    {
        var companyId = (await user.PostAsync("/api/companies", new { name = "Acme" })).Is(201).Id;
        return (await user.PostAsync("/api/deals", new { title = "Rollout", value = 100, companyId })).Is(201).Id;
    }

    [TestCase("Pacific/Kiritimati", "2026-11-28T10:30:00Z", "2026-11-29")]
    [TestCase("Asia/Tokyo", "2026-11-28T15:00:00Z", "2026-11-29")]
    [TestCase("Asia/Tokyo", "2026-11-28T14:59:59Z", "2026-11-28")]
    [TestCase("Europe/Berlin", "2026-03-28T23:00:00Z", "2026-03-29")]
    [TestCase("Europe/Berlin", "2026-03-29T21:59:59Z", "2026-03-29")]
    [TestCase("Europe/Berlin", "2026-10-25T22:59:59Z", "2026-10-25")]
    [TestCase("America/Los_Angeles", "2026-11-01T03:00:00Z", "2026-10-31")]
    [TestCase("America/Los_Angeles", "2026-11-02T07:59:59Z", "2026-11-01")]
    [TestCase("Pacific/Niue", "2026-11-28T10:30:00Z", "2026-11-27")]
    [TestCase("America/Santiago", "2026-09-06T04:00:00Z", "2026-09-06")]
    [TestCase("America/Santiago", "2026-09-06T03:59:59Z", "2026-09-05")]
    public async Task Today_is_the_callers(string zone, string now, string today)
    {
        Clock.Set(At(now));
        var user = await UserInAsync(zone);
        var day = DateOnly.Parse(today, System.Globalization.CultureInfo.InvariantCulture);
        Assert.That((await CloseAsync(user, await DealOfAsync(user))).Is(200)["actualCloseDate"].GetString(), Is.EqualTo(today));

        var deal = await DealOfAsync(user);
        (await CloseAsync(user, deal, new { actualCloseDate = day.AddDays(1) })).IsProblem(400, "date_in_future", "actualCloseDate");
        (await CloseAsync(user, deal, new { actualCloseDate = day.AddDays(-1) })).IsProblem(
            400, "closed_before_creation", "actualCloseDate");
        (await CloseAsync(user, deal, new { actualCloseDate = day })).Is(200);
    }

    [Test]
    public async Task All_reports_put_a_deal_into_the_month_of_its_date()
    {
        // 20:00 on 31 October in Los Angeles.
        Clock.Set(At("2026-11-01T03:00:00Z"));
        var west = await UserInAsync("America/Los_Angeles");
        var (won, lost) = (await DealOfAsync(west), await DealOfAsync(west));
        (await CloseAsync(west, won)).Is(200);
        (await west.PatchAsync(
            $"/api/deals/{lost}/stage", new { stage = "CLOSED_LOST", lossReason = "Price" }, mediaType: "application/json")).Is(200);

        var east = await UserInAsync("Pacific/Kiritimati");
        Clock.Set(At("2026-11-20T03:00:00Z"));
        foreach (var user in new[] { west, east })
        {
            foreach (var tz in new[] { "", "&tz=UTC", "&tz=America/Los_Angeles", "&tz=Asia/Tokyo" })
            {
                using (Assert.EnterMultipleScope())
                {
                    Assert.That(await RowsAsync($"reports/sales-performance?from=2026-10-01&to=2026-10-31{tz}"), Has.Length.EqualTo(1), tz);
                    Assert.That(await RowsAsync($"reports/sales-performance?from=2026-11-01&to=2026-11-30{tz}"), Is.Empty, tz);
                    Assert.That((await RowsAsync($"reports/sales-performance?from=2026-01-01&to=2026-12-31&groupBy=month{tz}")).Single()
                        .GetProperty("group").GetString(), Is.EqualTo("2026-10"), tz);
                    Assert.That((await RowsAsync($"reports/forecast?from=2026-09-01&to=2026-12-31{tz}"))
                        .Single(r => r.GetProperty("bookedCount").GetInt32() > 0).GetProperty("month").GetString(),
                        Is.EqualTo("2026-10"), tz);
                    Assert.That(await RowsAsync($"reports/leaderboard?from=2026-10-31&to=2026-10-31{tz}"), Has.Length.EqualTo(1), tz);
                    Assert.That(await RowsAsync($"reports/leaderboard?from=2026-11-01&to=2026-11-01{tz}"), Is.Empty, tz);
                    Assert.That(await RowsAsync($"reports/losses?from=2026-10-31&to=2026-10-31{tz}"), Has.Length.EqualTo(1), tz);
                    Assert.That(await RowsAsync($"reports/losses?from=2026-11-01&to=2026-11-01{tz}"), Is.Empty, tz);
                    Assert.That((await RowsAsync($"dashboard/user-performance?from=2026-10-31&to=2026-10-31{tz}&ownerId={west.Id}"))
                        .Single().GetProperty("wonCount").GetInt32(), Is.EqualTo(1), tz);
                    Assert.That((await RowsAsync($"dashboard/summary?ownerId={west.Id}{tz}")).Single()
                        .GetProperty("wonCountLastMonth").GetInt32(), Is.EqualTo(1), tz);
                }
            }

            async Task<JsonElement[]> RowsAsync(string path) => [.. (await user.GetAsync($"/api/{path}")).Is(200)["rows"].EnumerateArray()];
        }
    }

    [TestCase("Pacific/Kiritimati", "2026-12-01", "2026-12-01")]
    [TestCase("America/Los_Angeles", "2026-11-01", "2026-11-30")]
    [TestCase("UTC", "2026-11-01", "2026-11-30")]
    public async Task The_month_to_date_is_the_callers(string zone, string from, string to)
    {
        Clock.Set(At("2026-11-30T23:30:00Z"));
        var user = await UserInAsync(zone);
        var filters = (await user.GetAsync("/api/reports/sales-performance")).Is(200)["filters"];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(filters.GetProperty("from").GetString(), Is.EqualTo(from));
            Assert.That(filters.GetProperty("to").GetString(), Is.EqualTo(to));
            Assert.That(filters.GetProperty("tz").GetString(), Is.EqualTo(zone));
        }

        var lead = await LeadAsync();
        var summary = (await user.GetAsync("/api/dashboard/summary")).Is(200);
        Assert.That(summary["rows"][0].GetProperty("newLeads").GetInt32(), Is.EqualTo(1));
        Assert.That(summary["filters"].GetProperty("tz").GetString(), Is.EqualTo(zone));
        Clock.Advance(TimeSpan.FromHours(12));
        Assert.That((await user.GetAsync("/api/dashboard/summary")).Is(200)["rows"][0].GetProperty("newLeads").GetInt32(),
            Is.EqualTo(zone == "Pacific/Kiritimati" ? 1 : 0), $"{lead} was created in the callers' last month.");
    }

    [TestCase("dashboard/pipeline", "from=2026-01-01")]
    [TestCase("dashboard/pipeline", "to=2026-01-01")]
    [TestCase("dashboard/pipeline", "tz=UTC")]
    [TestCase("dashboard/summary", "from=2026-01-01")]
    [TestCase("dashboard/summary", "to=2026-01-01")]
    [TestCase("dashboard/lead-conversion", "from=2026-01-01")]
    [TestCase("dashboard/lead-conversion", "tz=UTC")]
    [TestCase("dashboard/lead-conversion", "currency=EUR")]
    [TestCase("reports/activity", "currency=EUR")]
    public async Task A_parameter_without_effect_is_unknown(string path, string query) =>
        (await Admin.GetAsync($"/api/{path}?{query}")).IsProblem(400, "unknown_parameter");

    [Test]
    public async Task A_birthday_and_a_foundation_are_not_in_the_callers_future()
    {
        Clock.Set(At("2026-12-31T12:00:00Z"));
        var (east, west) = (await UserInAsync("Pacific/Kiritimati"), await UserInAsync("Pacific/Niue"));
        var born = new { firstName = "Ada", lastName = "K", birthday = "2027-01-01" };
        (await west.PostAsync("/api/contacts", born)).IsProblem(400, "birthday_in_future", "birthday");
        var contact = (await east.PostAsync("/api/contacts", born)).Is(201);
        var founded = new { name = "New", foundedYear = 2027 };
        (await west.PostAsync("/api/companies", founded)).IsProblem(400, "founded_in_future", "foundedYear");
        var company = (await east.PostAsync("/api/companies", founded)).Is(201);

        (await west.PatchAsync($"/api/contacts/{contact.Id}", new { jobTitle = "Baby" })).Is(200);
        (await west.PatchAsync($"/api/companies/{company.Id}", new { website = "https://new.example" })).Is(200);
    }
}
