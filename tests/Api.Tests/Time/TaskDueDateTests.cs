namespace Crm.Api.Tests.Time;

/// <summary>Dates of tasks, which are kept as dates and due at the end of the assignee's day.</summary>
[Category("Slow")]
public sealed class TaskDueDateTests : TimeTest
{
    private async Task<ApiResponse> ReadAsync(Guid id) => (await Admin.GetAsync($"/api/tasks/{id}")).Is(200);

    [TestCase("Pacific/Kiritimati", "2026-11-28", "2026-11-28T09:59:59.999999Z")]
    [TestCase("Asia/Tokyo", "2026-11-28", "2026-11-28T14:59:59.999999Z")]
    [TestCase("Europe/Berlin", "2026-03-29", "2026-03-29T21:59:59.999999Z")]
    [TestCase("Europe/Berlin", "2026-10-25", "2026-10-25T22:59:59.999999Z")]
    [TestCase("America/Los_Angeles", "2026-11-01", "2026-11-02T07:59:59.999999Z")]
    [TestCase("Pacific/Niue", "2026-11-28", "2026-11-29T10:59:59.999999Z")]
    [TestCase("America/Santiago", "2026-09-05", "2026-09-06T03:59:59.999999Z", Description = "The next midnight does not exist.")]
    [TestCase("Asia/Beirut", "2026-03-28", "2026-03-28T21:59:59.999999Z", Description = "The next midnight does not exist.")]
    [TestCase("America/Havana", "2026-10-31", "2026-11-01T03:59:59.999999Z", Description = "The next midnight occurs twice.")]
    public async Task A_date_is_due_at_the_end_of_the_assignees_day(string zone, string date, string due)
    {
        var user = await UserInAsync(zone);
        var created = await TaskAsync(new { dueDate = date, startDate = date, assigneeId = user.Id });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(created["dueDate"].GetString(), Is.EqualTo(date));
            Assert.That(created["startDate"].GetString(), Is.EqualTo(date));
            Assert.That(created["dueAt"].GetString(), Is.EqualTo(due));
        }

        var put = (await Admin.PutAsync($"/api/tasks/{created.Id}", created.Body)).Is(200);
        Assert.That(put.Body, Is.EqualTo(created.Body), "Get, put back works.");

        Clock.Set(At(due).AddMinutes(-1));
        Assert.That((await ReadAsync(created.Id))["overdue"].GetBoolean(), Is.False);
        Clock.Set(At(due).AddSeconds(1));
        Assert.That((await ReadAsync(created.Id))["overdue"].GetBoolean(), Is.True);
        Assert.That(Ids((await user.GetAsync("/api/tasks?overdue=true")).Is(200).Items), Does.Contain(created.Id));
    }

    [Test]
    public async Task The_instant_follows_the_assignee_and_the_time_zones()
    {
        var (tokyo, west) = (await UserInAsync("Asia/Tokyo"), await UserInAsync("America/Los_Angeles"));
        var task = await TaskAsync(new { dueDate = "2026-11-28", assigneeId = tokyo.Id });
        var instant = await TaskAsync(new { dueDate = "2026-11-28T12:00:00Z", assigneeId = tokyo.Id });
        var unassigned = (await tokyo.PostAsync("/api/tasks", new { title = "Free", dueDate = "2026-11-28" })).Is(201);
        Assert.That(await DueAsync(unassigned.Id), Is.EqualTo("2026-11-28T14:59:59.999999Z"), "The creator's day.");

        (await Admin.PatchAsync($"/api/tasks/{task.Id}", new { assigneeId = west.Id })).Is(200);
        Assert.That(await DueAsync(task.Id), Is.EqualTo("2026-11-29T07:59:59.999999Z"));
        (await Admin.PatchAsync($"/api/tasks/{task.Id}", new { dueDate = "2026-07-01" })).Is(200);
        Assert.That(await DueAsync(task.Id), Is.EqualTo("2026-07-02T06:59:59.999999Z"));

        var version = (await ReadAsync(task.Id)).Version;
        await MoveAsync(west, "Europe/Berlin");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await DueAsync(task.Id), Is.EqualTo("2026-07-01T21:59:59.999999Z"), "The assignee has moved.");
            Assert.That((await ReadAsync(task.Id)).Version, Is.EqualTo(version), "The due date has not changed.");
        }

        await MoveAsync(tokyo, "Pacific/Niue");
        Assert.That(await DueAsync(unassigned.Id), Is.EqualTo("2026-11-29T10:59:59.999999Z"), "The creator has moved.");

        (await Admin.PostAsync($"/api/users/{west.Id}/reassign", new { toUserId = tokyo.Id })).Is(200);
        Assert.That(await DueAsync(task.Id), Is.EqualTo("2026-07-02T10:59:59.999999Z"), "All records of a user were reassigned.");
        await MoveAsync(tokyo, null);
        Assert.That(await DueAsync(task.Id), Is.EqualTo("2026-07-01T23:59:59.999999Z"), "The organisation's day.");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await ReadAsync(task.Id))["dueDate"].GetString(), Is.EqualTo("2026-07-01"));
            Assert.That(await DueAsync(instant.Id), Is.EqualTo("2026-11-28T12:00:00.000000Z"), "An instant stays an instant.");
            Assert.That((await ReadAsync(instant.Id))["dueDate"].GetString(), Is.EqualTo("2026-11-28T12:00:00.000000Z"));
        }

        async Task<string?> DueAsync(Guid id) => (await ReadAsync(id))["dueAt"].GetString();
    }

    [TestCase("Pacific/Kiritimati", "2026-11-28T10:30:00Z", "2026-11-29")]
    [TestCase("Asia/Tokyo", "2026-11-28T01:00:00Z", "2026-11-28")]
    [TestCase("Europe/Berlin", "2026-03-29T00:30:00Z", "2026-03-29")]
    [TestCase("Europe/Berlin", "2026-10-25T22:30:00Z", "2026-10-25")]
    [TestCase("America/Los_Angeles", "2026-11-28T23:59:00Z", "2026-11-28")]
    [TestCase("Pacific/Niue", "2026-11-29T10:30:00Z", "2026-11-28")]
    [TestCase("Africa/Cairo", "2026-04-23T22:00:00Z", "2026-04-24")]
    public async Task My_day_has_the_callers_days(string zone, string now, string today)
    {
        Clock.Set(At(now));
        var user = await UserInAsync(zone);
        var day = DateOnly.Parse(today, System.Globalization.CultureInfo.InvariantCulture);
        foreach (var (title, offset) in new[] { ("yesterday", -1), ("today", 0), ("tomorrow", 1), ("in seven days", 7), ("later", 8) })
            (await user.PostAsync("/api/tasks", new { title, dueDate = day.AddDays(offset), assigneeId = user.Id })).Is(201);
        var mine = (await user.GetAsync("/api/tasks/my-day")).Is(200);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(mine["timezone"].GetString(), Is.EqualTo(zone));
            Assert.That(Titles("overdue"), Is.EqualTo(new[] { "yesterday" }));
            Assert.That(Titles("today"), Is.EqualTo(new[] { "today" }));
            Assert.That(Titles("nextSevenDays"), Is.EqualTo(new[] { "tomorrow", "in seven days" }));
            Assert.That((await user.GetAsync("/api/dashboard/summary")).Is(200)["rows"][0].GetProperty("overdueTasks").GetInt32(),
                Is.EqualTo(1));
        }

        IEnumerable<string?> Titles(string part) => mine[part].EnumerateArray().Select(t => t.GetProperty("title").GetString());
    }

    [Test]
    public async Task A_date_is_found_by_its_date_and_counted_on_it_in_every_time_zone()
    {
        var (east, west) = (await UserInAsync("Pacific/Kiritimati"), await UserInAsync("Pacific/Niue"));
        var task = (await TaskAsync(new { dueDate = "2026-11-28", assigneeId = west.Id })).Id;
        var instant = (await TaskAsync(new { dueDate = "2026-11-28T12:00:00Z", assigneeId = west.Id })).Id;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await FoundAsync(east, "dueDate=2026-11-28"), Is.EquivalentTo(new[] { task }), "12:00 UTC is the 29th there.");
            Assert.That(await FoundAsync(west, "dueDate=2026-11-28"), Is.EquivalentTo(new[] { task, instant }));
            Assert.That(await FoundAsync(east, "dueDate[gt]=2026-11-28"), Is.EquivalentTo(new[] { instant }));
            Assert.That(await FoundAsync(east, "dueDate[gte]=2026-11-29"), Is.EquivalentTo(new[] { instant }));
            Assert.That(await FoundAsync(east, "dueDate[lte]=2026-11-28"), Is.EquivalentTo(new[] { task }));
            Assert.That(await FoundAsync(east, "dueDate[lt]=2026-11-28"), Is.Empty);
            Assert.That(await FoundAsync(east, "dueDate[ne]=2026-11-28"), Is.EquivalentTo(new[] { instant }));
            Assert.That(await FoundAsync(east, "dueDate[in]=2026-11-28,2026-11-29"), Is.EquivalentTo(new[] { task, instant }));
            Assert.That(await FoundAsync(east, "dueDate[lt]=2026-11-29T00:00:00Z"), Is.EquivalentTo(new[] { instant }));
            Assert.That(await FoundAsync(east, "dueAt[gt]=2026-11-29T00:00:00Z"), Is.EquivalentTo(new[] { task }));
        }

        foreach (var user in new[] { east, west })
        {
            var days = (await user.GetAsync("/api/reports/activity?from=2026-11-28&to=2026-11-28")).Is(200)["rows"];
            Assert.That(days[0].GetProperty("tasksDue").GetInt32(), Is.EqualTo(user == east ? 1 : 2));
        }

        static async Task<IEnumerable<Guid>> FoundAsync(ApiClient user, string filter) =>
            Ids((await user.GetAsync($"/api/tasks?{filter}")).Is(200).Items);
    }

    [TestCase("2026-11-28", "2026-11-29", false)]
    [TestCase("2026-11-28", "2026-11-28", true)]
    [TestCase("2026-11-28", "2026-11-29T07:00:00Z", true, Description = "23:00 on the 28th")]
    [TestCase("2026-11-28", "2026-11-29T09:00:00Z", false, Description = "01:00 on the 29th")]
    [TestCase("2026-11-28T07:00:00Z", "2026-11-28", false, Description = "23:00 on the 27th")]
    [TestCase("2026-11-28T09:00:00Z", "2026-11-28", true)]
    [TestCase("2026-11-28T09:00:00Z", "2026-11-28T09:00:01Z", false)]
    public async Task A_due_date_is_not_before_the_start_in_the_assignees_zone(string dueDate, string startDate, bool valid)
    {
        var user = await UserInAsync("America/Los_Angeles");
        var response = await Admin.PostAsync("/api/tasks", new { title = "Call", dueDate, startDate, assigneeId = user.Id });
        if (!valid)
        {
            response.IsProblem(400, "validation_failed", "dueDate");
            return;
        }

        var created = response.Is(201);
        await MoveAsync(user, "Pacific/Kiritimati");
        (await Admin.PatchAsync($"/api/tasks/{created.Id}", new { notes = "x" })).Is(200);
    }

    [Test]
    public async Task The_organisations_zone_is_that_of_users_without_one()
    {
        var user = await UserAsync();
        var task = await TaskAsync(new { dueDate = "2026-11-28", assigneeId = user.Id });
        Assert.That(task["dueAt"].GetString(), Is.EqualTo("2026-11-28T23:59:59.999999Z"));
        await using (var tokyo = await TestHost.StartAsync(
            new TestDatabase(Db.Name, Db.OwnerConnectionString, Db.OwnerConnectionString, Db.ServiceConnectionString),
            service => service.Configuration["Organisation:TimeZone"] = "Asia/Tokyo"))
        {
            var client = new ApiClient(tokyo, user.Id);
            using (Assert.EnterMultipleScope())
            {
                Assert.That((await client.GetAsync("/api/tasks/my-day")).Is(200)["timezone"].GetString(), Is.EqualTo("Asia/Tokyo"));
                Assert.That((await ReadAsync(task.Id))["dueAt"].GetString(), Is.EqualTo("2026-11-28T14:59:59.999999Z"));
                Assert.That((await client.GetAsync("/api/reports/sales-performance")).Is(200)["filters"].GetProperty("tz").GetString(),
                    Is.EqualTo("Asia/Tokyo"));
            }
        }

        Assert.That(
            () => TestHost.Build(Db.ServiceConnectionString, new TestClock(), new TestLog(),
                service => service.Configuration["Organisation:TimeZone"] = "Mars/Olympus"),
            Throws.Exception.With.Message.Contains("Organisation:TimeZone"));
    }
}
