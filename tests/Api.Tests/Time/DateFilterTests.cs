namespace Crm.Api.Tests.Time;

/// <summary>A date as the value of an instant's filter.</summary>
[Category("Slow")]
public sealed class DateFilterTests : TimeTest
{
    [TestCase("Pacific/Kiritimati", "2026-11-28", "2026-11-27T10:00:00Z", "2026-11-28T10:00:00Z")]
    [TestCase("Asia/Tokyo", "2026-11-28", "2026-11-27T15:00:00Z", "2026-11-28T15:00:00Z")]
    [TestCase("Pacific/Niue", "2026-11-28", "2026-11-28T11:00:00Z", "2026-11-29T11:00:00Z")]
    [TestCase("Europe/Berlin", "2026-03-29", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z", Description = "23 hours")]
    [TestCase("Europe/Berlin", "2026-10-25", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z", Description = "25 hours")]
    [TestCase("America/Los_Angeles", "2026-03-08", "2026-03-08T08:00:00Z", "2026-03-09T07:00:00Z", Description = "23 hours")]
    [TestCase("America/Los_Angeles", "2026-11-01", "2026-11-01T07:00:00Z", "2026-11-02T08:00:00Z", Description = "25 hours")]
    [TestCase("America/Santiago", "2026-09-06", "2026-09-06T04:00:00Z", "2026-09-07T03:00:00Z", Description = "Starts at 01:00")]
    [TestCase("Africa/Cairo", "2026-04-24", "2026-04-23T22:00:00Z", "2026-04-24T21:00:00Z", Description = "Starts at 01:00")]
    [TestCase("Asia/Beirut", "2026-03-29", "2026-03-28T22:00:00Z", "2026-03-29T21:00:00Z", Description = "Starts at 01:00")]
    [TestCase("America/Havana", "2026-11-01", "2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z", Description = "Midnight occurs twice")]
    public async Task It_is_the_whole_day_in_the_callers_time_zone(string zone, string day, string start, string end)
    {
        Clock.Set(At("2027-06-01T12:00:00Z"));
        await MoveAsync(Admin, zone);
        var times = new[] { At(start).AddMicroseconds(-1), At(start), At(end).AddMicroseconds(-1), At(end) };
        var leads = new List<Guid>();
        foreach (var at in times)
            leads.Add((await Admin.PostAsync("/api/leads", new { firstName = "L", lastName = "L", createdAt = Instant(at) })).Is(201).Id);

        using (Assert.EnterMultipleScope())
        {
            foreach (var (filter, rows) in new[]
            {
                ($"createdAt={day}", new[] { 1, 2 }),
                ($"createdAt[eq]={day}", [1, 2]),
                ($"createdAt[ne]={day}", [0, 3]),
                ($"createdAt[gt]={day}", [3]),
                ($"createdAt[gte]={day}", [1, 2, 3]),
                ($"createdAt[lt]={day}", [0]),
                ($"createdAt[lte]={day}", [0, 1, 2]),
                ($"createdAt[in]={day},{Instant(times[3])}", [1, 2, 3]),
                ($"createdAt={day},1999-01-01", [1, 2]),
                ($"createdAt[gte]={day}&createdAt[lte]={day}", [1, 2]),
            })
            {
                var found = (await Admin.GetAsync($"/api/leads?{filter}&sort=createdAt&count=exact")).Is(200);
                Assert.That(Ids(found.Items), Is.EqualTo(rows.Select(r => leads[r])), filter);
                Assert.That(found["count"].GetInt64(), Is.EqualTo(rows.Length), filter);
            }
        }
    }

    [Test]
    public async Task Each_caller_has_own_days_and_an_api_key_those_of_its_owner()
    {
        Clock.Set(At("2026-11-28T10:30:00Z"));
        var (east, west) = (await UserInAsync("Pacific/Kiritimati"), await UserInAsync("Pacific/Niue"));
        var lead = await LeadAsync();
        var key = (await east.PostAsync("/api/api-keys", new { name = "Key" })).Is(201)["key"].GetString();
        var service = new ApiClient(Host, null) { ApiKey = key };
        using (Assert.EnterMultipleScope())
        {
            foreach (var (client, day) in new[]
            {
                (east, "2026-11-29"), (service, "2026-11-29"), (west, "2026-11-27"), (Admin, "2026-11-28"),
            })
            {
                Assert.That(Ids((await client.GetAsync($"/api/leads?createdAt={day}")).Is(200).Items), Is.EqualTo(new[] { lead }));
                Assert.That((await client.GetAsync($"/api/leads?createdAt[lt]={day}")).Is(200).Items, Is.Empty);
                Assert.That((await client.GetAsync($"/api/leads?createdAt[gt]={day}")).Is(200).Items, Is.Empty);
            }
        }

        await MoveAsync(east, "Pacific/Niue");
        Assert.That(Ids((await service.GetAsync("/api/leads?createdAt=2026-11-27")).Is(200).Items), Is.EqualTo(new[] { lead }),
            "The owner has moved.");
    }

    [Test]
    public async Task A_cursor_belongs_to_the_days_of_one_time_zone()
    {
        await LeadAsync();
        await LeadAsync();
        var next = (await Admin.GetAsync("/api/leads?createdAt[gte]=2020-01-01&limit=1")).Is(200).NextCursor;
        var all = (await Admin.GetAsync("/api/leads?limit=1")).Is(200).NextCursor;
        await MoveAsync(Admin, "Asia/Tokyo");
        (await Admin.GetAsync($"/api/leads?createdAt[gte]=2020-01-01&limit=1&cursor={next}")).IsProblem(400, "cursor_mismatch");
        (await Admin.GetAsync($"/api/leads?limit=1&cursor={all}")).Is(200);
    }
}
