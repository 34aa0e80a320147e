using System.Globalization;
using Crm.Domain.Deals;
using Crm.Domain.Leads;

namespace Crm.Api.Tests.Reports;

/// <summary>
/// Simulates months of sales through HTTP: deals are created, change stage, are reopened, repriced, reassigned, deleted and restored;
/// leads are created, change status and are converted; users create communications and complete tasks. The same seed gives the same
/// sequence.
/// </summary>
/// <param name="host">The service. Its clock is advanced through the months and shows the real time at the end.</param>
/// <param name="admin">Sends all requests that need no particular user.</param>
/// <param name="people">The owners of deals and leads, and creators and assignees of activities. They may read all records and create
/// communications.</param>
/// <param name="seed">The seed of the random numbers.</param>
public sealed class RandomSales(TestHost host, ApiClient admin, IReadOnlyList<ApiClient> people, int seed)
{
    private const int Days = 150;

    private static readonly string[] Currencies = ["EUR", "USD", "JPY"];
    private static readonly string?[] Sources = ["REFERRAL", "WEBINAR", "WEBSITE", null];
    private static readonly string[] Competitors = ["Acme", "Globex", "Initech", "=1+1"];
    private static readonly string[] LossReasons = ["Price", "No budget", "Timing"];
    private static readonly string[] CommunicationTypes = ["EMAIL", "PHONE_CALL", "MEETING", "VIDEO_CALL", "TEXT_MESSAGE", "NOTE"];

    private readonly Random random = new(seed);
    private readonly List<Guid> companies = [];
    private readonly List<SampleRecord> contacts = [];
    private readonly List<SampleRecord> deals = [];
    private readonly List<SampleRecord> leads = [];
    private readonly List<SampleRecord> tasks = [];
    private readonly List<SampleRecord> talks = [];
    private DateTimeOffset now;
    private int counter;

    /// <summary>The number of requests sent.</summary>
    public int Requests { get; private set; }

    /// <summary>Runs the simulation.</summary>
    /// <param name="steps">The number of events.</param>
    public async Task RunAsync(int steps)
    {
        var end = host.Clock.Now;
        var start = end.AddDays(-Days);
        At(start);
        foreach (var industry in new[] { "retail", "medical", null })
            await CompanyAsync(industry);
        for (var i = 0; i < 3; i++)
            await CreateDealAsync();
        for (var step = 0; step < steps; step++)
        {
            // Some days have many events and some have none. The last event is at least an hour ago, so that no given time is in the
            // future.
            At(start + ((end.AddHours(-1) - start) * ((step + random.NextDouble()) / steps)));
            await RunEventAsync();
        }

        host.Clock.Reset();
    }

    private Task RunEventAsync() => random.Next(100) switch
    {
        < 15 => CreateDealAsync(),
        < 39 => MoveDealAsync(),
        < 44 => ChangeDealAsync(),
        < 47 => ReassignDealAsync(),
        < 52 => DeleteOrRestoreAsync("deals", deals),
        < 60 => CreateLeadAsync(),
        < 64 => ChangeLeadAsync(),
        < 69 => ConvertLeadAsync(),
        < 71 => DeleteOrRestoreAsync("leads", leads),
        < 74 => DeleteOrRestoreAsync("contacts", contacts),
        < 80 => CreateTaskAsync(),
        < 85 => ChangeTaskAsync(),
        < 86 => DeleteOrRestoreAsync("tasks", tasks),
        < 94 => CreateCommunicationAsync(),
        < 99 => ChangeCommunicationAsync(),
        _ => DeleteOrRestoreAsync("communications", talks),
    };

    private async Task CompanyAsync(string? industry)
    {
        var company = (await PostAsync(
            "/api/companies", new { name = $"Company {companies.Count}", industry, ownerId = AnyUser() }, 201)).Id;
        companies.Add(company);
        foreach (var source in Sources)
        {
            var contact = await PostAsync(
                "/api/contacts", new { firstName = "Jo", lastName = $"Doe {++counter}", companyId = company, leadSource = source }, 201);
            contacts.Add(new SampleRecord(contact.Id) { Of = company });
        }
    }

    private async Task CreateDealAsync()
    {
        var company = Any(companies);
        var known = contacts.Where(c => c.Of == company && !c.Deleted).ToList();
        var stage = DealStageMachine.Stages[random.Next(8)];
        var createdAt = Rarely() ? now.AddMinutes(-random.Next(60 * 24 * 60)) : now;
        var body = new
        {
            title = $"Deal {++counter}",
            companyId = company,
            primaryContactId = known.Count == 0 || Rarely() ? (Guid?)null : Any(known).Id,
            ownerId = AnyUser(),
            currency = Any(Currencies),
            value = Value(),
            stage = EnumText<DealStage>.Of(DealStageMachine.IsClosed(stage) ? DealStage.Prospecting : stage),
            probability = Rarely() ? random.Next(101) : (int?)null,
            expectedCloseDate = ExpectedCloseDate(),
            competitors = Competitors.Where(_ => Rarely()).ToArray(),
            createdAt,
        };
        Remember(await PostAsync("/api/deals", body, 201), createdAt);
    }

    private void Remember(ApiResponse deal, DateTimeOffset createdAt) => deals.Add(new SampleRecord(deal.Id)
    {
        State = deal["stage"].GetString()!,
        CreatedAt = createdAt,
        LastMove = createdAt,
    });

    private async Task MoveDealAsync()
    {
        if (AnyLive(deals) is not { } deal)
            return;
        var allowed = DealStageMachine.Allowed(EnumText<DealStage>.Parse(deal.State));
        var closed = allowed.Where(DealStageMachine.IsClosed).ToList();
        var to = Any(closed.Count > 0 && Rarely() ? closed : allowed);
        var at = Rarely() ? deal.LastMove + ((now - deal.LastMove) * random.NextDouble()) : (DateTimeOffset?)null;
        var body = new Dictionary<string, object?> { ["stage"] = EnumText<DealStage>.Of(to), ["reason"] = "As things go" };
        if (at is { } past)
            body["at"] = past.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
        if (to == DealStage.ClosedLost)
            body["lossReason"] = Any(LossReasons);
        if (DealStageMachine.IsClosed(to) && Rarely())
            body["actualCloseDate"] = Date(deal.CreatedAt + ((now - deal.CreatedAt) * random.NextDouble()));
        var moved = await PatchAsync($"/api/deals/{deal.Id}/stage", body);
        deal.State = moved["stage"].GetString()!;
        deal.LastMove = at ?? now;
    }

    private async Task ChangeDealAsync()
    {
        if (AnyLive(deals) is not { } deal)
            return;
        object change = deal.State.StartsWith("CLOSED", StringComparison.Ordinal) || Rarely()
            ? new { competitors = Competitors.Where(_ => Rarely()).ToArray(), expectedCloseDate = ExpectedCloseDate() }
            : random.Next(3) switch
            {
                0 => new { value = Value() },
                1 => new { currency = Any(Currencies) },
                _ => new { probability = random.Next(101), expectedCloseDate = ExpectedCloseDate() },
            };
        await PatchAsync($"/api/deals/{deal.Id}", change);
    }

    private async Task ReassignDealAsync()
    {
        if (AnyLive(deals) is { } deal)
            await PostAsync("/api/deals/assign", new { ids = new[] { deal.Id }, ownerId = AnyUser() }, 200);
    }

    private async Task CreateLeadAsync()
    {
        var body = new
        {
            firstName = "Ada",
            lastName = $"Byron {++counter}",
            email = random.Next(2) == 0 ? $"ada{counter}@example.com" : null,
            company = random.Next(3) == 0 ? null : "Company 1",
            source = Any(Sources),
            status = Rarely() ? "QUALIFIED" : "NEW",
            assignedToId = Rarely() ? (Guid?)null : AnyUser(),
            createdAt = Rarely() ? now.AddMinutes(-random.Next(60 * 24 * 60)) : now,
        };
        leads.Add(new SampleRecord((await PostAsync("/api/leads", body, 201)).Id) { State = body.status });
    }

    private async Task ChangeLeadAsync()
    {
        if (AnyLive(leads, l => l.State != "CONVERTED") is not { } lead)
            return;
        var to = Any(LeadStatusMachine.Allowed(EnumText<LeadStatus>.Parse(lead.State)));
        lead.State = (await PatchAsync($"/api/leads/{lead.Id}", new { status = EnumText<LeadStatus>.Of(to) }))["status"].GetString()!;
    }

    private async Task ConvertLeadAsync()
    {
        if (AnyLive(leads, l => l.State is "NEW" or "QUALIFIED" or "INTERESTED" or "CONTACTED") is not { } lead)
            return;
        object body = Rarely()
            ? new { companyId = Any(companies) }
            : new
            {
                companyId = Any(companies),
                createDeal = true,
                deal = new { value = Value(), currency = Any(Currencies), expectedCloseDate = ExpectedCloseDate() },
                ownerId = AnyUser(),
            };
        var response = await PostAsync($"/api/leads/{lead.Id}/convert", body, 200);
        lead.State = "CONVERTED";
        if (response["deal"].ValueKind != JsonValueKind.Null)
            deals.Add(new SampleRecord(
                response["deal"].GetProperty("id").GetGuid())
            { State = "PROSPECTING", CreatedAt = now, LastMove = now });
    }

    private async Task CreateTaskAsync()
    {
        var body = About();
        body["title"] = $"Task {++counter}";
        body["type"] = "CALL";
        body["assigneeId"] = Rarely() ? null : AnyUser();
        body["dueDate"] = random.Next(5) switch
        {
            0 => null,
            1 or 2 => DateOnly.FromDateTime(now.UtcDateTime).AddDays(random.Next(-3, 10)),
            _ => now.AddMinutes(random.Next(-3 * 24 * 60, 10 * 24 * 60)),
        };
        tasks.Add(new SampleRecord((await PostAsync("/api/tasks", body, 201)).Id) { State = "PENDING" });
    }

    private async Task ChangeTaskAsync()
    {
        // The subject of a task may be in the trash by now, which hides the task.
        if (AnyLive(tasks) is not { } task || (await SendAsync(() => admin.GetAsync($"/api/tasks/{task.Id}"))).Status == 404)
            return;
        if (task.State == "PENDING" && !Rarely())
            await PatchAsync($"/api/tasks/{task.Id}/complete", new { });
        else
            await PatchAsync($"/api/tasks/{task.Id}",
                new { status = task.State == "PENDING" ? "CANCELLED" : "PENDING", assigneeId = AnyUser() });
        task.State = task.State == "PENDING" ? "DONE" : "PENDING";
    }

    private async Task CreateCommunicationAsync()
    {
        var body = About();
        body["type"] = Any(CommunicationTypes);
        body["subject"] = $"Talk {++counter}";
        var inbound = Rarely();
        body["direction"] = inbound ? "INBOUND" : "OUTBOUND";
        if (!inbound && !Rarely())
            body["status"] = "SENT";
        var response = (await SendAsync(() => Any(people).PostAsync("/api/communications", body))).Is(201);
        talks.Add(new SampleRecord(response.Id) { State = response["status"].GetString()! });
    }

    private async Task ChangeCommunicationAsync()
    {
        if (AnyLive(talks) is not { } talk || (await SendAsync(() => admin.GetAsync($"/api/communications/{talk.Id}"))).Status == 404)
            return;
        var to = talk.State switch
        {
            "DRAFT" => Rarely() ? "CANCELLED" : "SENT",
            "SENT" => Rarely() ? "FAILED" : "DELIVERED",
            "DELIVERED" => "RESPONDED",
            _ => null,
        };
        if (to is null)
            return;
        await PatchAsync($"/api/communications/{talk.Id}/status", new { status = to });
        talk.State = to;
    }

    private async Task DeleteOrRestoreAsync(string collection, List<SampleRecord> things)
    {
        if (things.Count == 0)
            return;
        var record = Any(things);
        // A contact with open deals cannot be deleted, nor can a task with a deleted subject be restored.
        var response = await SendAsync(
            () => record.Deleted ? admin.PostAsync($"/api/{collection}/{record.Id}/restore")
                : admin.DeleteAsync($"/api/{collection}/{record.Id}"));
        Assert.That(response.Status, Is.AnyOf(200, 204, 404, 409), response.ToString());
        if (response.Status is 200 or 204)
            record.Deleted = !record.Deleted;
    }

    /// <summary>The subjects of a task or communication: usually one, sometimes two or none.</summary>
    private Dictionary<string, object?> About()
    {
        var about = new Dictionary<string, object?>();
        for (var i = random.Next(5); i is > 0 and < 6; i += 3)
        {
            var (field, id) = random.Next(4) switch
            {
                0 => ("dealId", AnyLive(deals)?.Id),
                1 => ("contactId", AnyLive(contacts)?.Id),
                2 => ("leadId", AnyLive(leads)?.Id),
                _ => ("companyId", Any(companies)),
            };
            about[field] = id;
        }

        return about;
    }

    private void At(DateTimeOffset instant)
    {
        // The precision of the database is a microsecond.
        now = new DateTimeOffset(instant.Ticks - (instant.Ticks % 10), TimeSpan.Zero);
        host.Clock.Set(now);
    }

    private decimal Value() => random.Next(8) switch
    {
        0 => 0m,
        1 => 0.01m,
        2 => 9_999_999_999_999.99m,
        _ => random.Next(1, 5_000_000) / 100m,
    };

    private string? ExpectedCloseDate() => Rarely() ? null : Date(now.AddDays(random.Next(-10, 90)));

    private static string Date(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private bool Rarely() => random.Next(4) == 0;

    private Guid AnyUser() => Any(people).Id;

    private T Any<T>(IReadOnlyList<T> things) => things[random.Next(things.Count)];

    private SampleRecord? AnyLive(List<SampleRecord> things, Func<SampleRecord, bool>? which = null)
    {
        var live = things.Where(t => !t.Deleted && (which is null || which(t))).ToList();
        return live.Count == 0 ? null : Any(live);
    }

    private async Task<ApiResponse> PostAsync(string path, object body, int status) =>
        (await SendAsync(() => admin.PostAsync(path, body))).Is(status);

    private async Task<ApiResponse> PatchAsync(string path, object body) =>
        (await SendAsync(() => admin.PatchAsync(path, body, mediaType: "application/json"))).Is(200);

    private Task<ApiResponse> SendAsync(Func<Task<ApiResponse>> send)
    {
        Requests++;
        return send();
    }

    /// <summary>What the simulation must know about a record to send only valid requests.</summary>
    private sealed class SampleRecord(Guid id)
    {
        public Guid Id => id;
        public Guid Of { get; init; }
        public DateTimeOffset CreatedAt { get; init; }
        public DateTimeOffset LastMove { get; set; }
        public string State { get; set; } = "";
        public bool Deleted { get; set; }
    }
}
