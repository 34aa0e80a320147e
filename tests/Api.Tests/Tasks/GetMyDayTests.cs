using Crm.Api.Tests.Activities;

namespace Crm.Api.Tests.Tasks;

public sealed class GetMyDayTests : ActivityTest
{
    private static IEnumerable<string?> Titles(ApiResponse day, string part) =>
        day[part].EnumerateArray().Select(t => t.GetProperty("title").GetString());

    private Task<ApiResponse> DueAsync(string title, string due, string priority = "MEDIUM", Guid? dealId = null, object? more = null) =>
        TaskAsync(With(new { title, dueDate = due, priority, dealId, assigneeId = Admin.Id }, more));

    [Test]
    public async Task The_days_are_those_of_the_callers_time_zone()
    {
        // 20:00 on the 17th in Berlin, already the 18th in Auckland.
        Clock.Set(new DateTimeOffset(2026, 3, 17, 19, 0, 0, TimeSpan.Zero));
        await DueAsync("before", "2026-03-17T18:59:00Z");
        await DueAsync("tonight", "2026-03-17T22:59:00Z");
        await DueAsync("after midnight", "2026-03-17T23:00:00Z");
        await DueAsync("last of the seven days", "2026-03-24T22:59:59Z");
        await DueAsync("the day after", "2026-03-24T23:00:00Z");
        await DueAsync("someone else's", "2026-03-17T20:00:00Z", more: new { assigneeId = (Guid?)null });
        await DueAsync("put off", "2026-03-17T20:00:00Z", more: new { status = "DEFERRED" });
        await DueAsync("no date", null!);

        (await Admin.PatchAsync($"/api/users/{Admin.Id}", new { timezone = "Europe/Berlin" })).Is(200);
        var berlin = (await Admin.GetAsync("/api/tasks/my-day")).Is(200);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(berlin["timezone"].GetString(), Is.EqualTo("Europe/Berlin"));
            Assert.That(berlin["asOf"].GetString()![..16], Is.EqualTo("2026-03-17T19:00"));
        }

        Assert.That(Titles(berlin, "overdue"), Is.EqualTo(new[] { "before" }));
        Assert.That(Titles(berlin, "today"), Is.EqualTo(new[] { "put off", "tonight" }));
        Assert.That(Titles(berlin, "nextSevenDays"), Is.EqualTo(new[] { "after midnight", "last of the seven days" }));
        Assert.That(berlin["counts"].GetRawText(), Is.EqualTo("""{"overdue":1,"today":2,"nextSevenDays":2}"""));

        (await Admin.PatchAsync($"/api/users/{Admin.Id}", new { timezone = "Pacific/Auckland" })).Is(200);
        var auckland = (await Admin.GetAsync("/api/tasks/my-day")).Is(200);
        Assert.That(Titles(auckland, "today"), Is.EqualTo(new[] { "put off", "tonight", "after midnight" }));
        Assert.That(Titles(auckland, "nextSevenDays"), Is.EqualTo(new[] { "last of the seven days", "the day after" }),
            "The seven days end on the 25th at 11:00 UTC.");
    }

    [Test]
    public async Task Each_part_is_sorted_by_priority_deal_value_and_due_date()
    {
        var company = await CompanyAsync();
        var (big, small, deleted) = (await DealAsync(company, 900), await DealAsync(company, 5), await DealAsync(company, 5000));
        await DueAsync("low", "2026-01-01", "LOW", big);
        await DueAsync("urgent", "2026-01-05", "URGENT");
        await DueAsync("high, late", "2026-01-05", "HIGH", small);
        await DueAsync("high, big", "2026-01-06", "HIGH", big);
        await DueAsync("high, no deal", "2026-01-01", "HIGH");
        await DueAsync("high, deal in the trash", "2026-01-02", "HIGH", deleted, new { companyId = company });
        await DueAsync("high, early", "2026-01-04", "HIGH", small);
        (await Admin.DeleteAsync($"/api/deals/{deleted}")).Is(204);

        var day = (await Admin.GetAsync("/api/tasks/my-day")).Is(200);
        Assert.That(Titles(day, "overdue"),
            Is.EqualTo(new[] { "urgent", "high, big", "high, early", "high, late", "high, no deal", "high, deal in the trash", "low" }));
        var limited = (await Admin.GetAsync("/api/tasks/my-day?limit=2")).Is(200);
        Assert.That(Titles(limited, "overdue"), Is.EqualTo(new[] { "urgent", "high, big" }));
        Assert.That(limited["counts"].GetProperty("overdue").GetInt32(), Is.EqualTo(7));
        var row = (await Admin.GetAsync("/api/tasks?title=urgent")).Is(200).Items.Single();
        Assert.That(JsonElement.DeepEquals(row, day["overdue"][0]), Is.True, "The row must equal the row of the list.");
    }

    [Test]
    public async Task Only_readable_contacts_and_only_with_a_valid_limit()
    {
        var user = await UserWithAsync("""{"tasks": {"read": "own"}}""");
        await TaskAsync(new { title = "hidden", dueDate = "2026-01-01", assigneeId = user.Id, contactId = await ContactAsync() });
        await TaskAsync(new { title = "shown", dueDate = "2026-01-01", assigneeId = user.Id });
        var day = (await user.GetAsync("/api/tasks/my-day")).Is(200);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Titles(day, "overdue"), Is.EqualTo(new[] { "shown" }));
            Assert.That(day["counts"].GetProperty("overdue").GetInt32(), Is.EqualTo(1));
        }

        foreach (var limit in new[] { "0", "201", "x", "-1", "" })
            (await Admin.GetAsync($"/api/tasks/my-day?limit={limit}")).IsProblem(400, "invalid_parameter", "limit");
        (await Admin.GetAsync("/api/tasks/my-day?userId=1")).IsProblem(400, "unknown_parameter");
        (await (await UserWithAsync("{}")).GetAsync("/api/tasks/my-day")).IsProblem(403, "right_missing");
    }
}
