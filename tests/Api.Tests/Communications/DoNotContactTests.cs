using Crm.Api.Tests.Activities;
using Crm.Infrastructure.Communications;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Api.Tests.Communications;

/// <summary>doNotContact, doNotEmail and doNotCall of contacts and leads.</summary>
[Category("Slow")]
public sealed class DoNotContactTests : ActivityTest
{
    private static readonly string[] Telephone = ["PHONE_CALL", "TEXT_MESSAGE", "WHATSAPP", "VIDEO_CALL"];
    private static readonly string[] Types = [.. Telephone, "EMAIL", "MEETING", "NOTE", "SOCIAL_MESSAGE", "DIRECT_MAIL"];

    /// <summary>The channels that a flag or a state forbids, written down once more.</summary>
    private static bool IsForbidden(string flag, string type) => flag switch
    {
        "doNotContact" => true,
        "doNotEmail" => type == "EMAIL",
        "doNotCall" => Telephone.Contains(type),
        _ => type is "EMAIL" or "DIRECT_MAIL",
    };

    private async Task<Guid> PersonAsync(string collection, string flag)
    {
        var body = new Dictionary<string, object?>
        {
            ["firstName"] = "Ada",
            ["lastName"] = "Keller",
            ["email"] = $"{Guid.NewGuid():N}@x.example",
        };
        foreach (var (name, value) in Change(flag))
            body[name] = value;
        return (await Admin.PostAsync($"/api/{collection}", body)).Is(201).Id;
    }

    private static Dictionary<string, object?> Change(string flag) => flag switch
    {
        "" => [],
        "inactive" => new() { ["isActive"] = false },
        "NOT_INTERESTED" or "DEAD" => new() { ["status"] = flag },
        _ => new() { [flag] = true },
    };

    private Dictionary<string, object?> Scheduled(string collection, Guid id, string type) => new Dictionary<string, object?>
    {
        ["type"] = type,
        ["subject"] = "Offer",
        ["scheduled"] = true,
        ["scheduledFor"] = Instant(Clock.Now.AddMinutes(10)),
        [Link(collection)] = id,
    };

    private static string Link(string collection) => collection == "leads" ? "leadId" : "contactId";

    [TestCase("contacts", "doNotContact")]
    [TestCase("contacts", "doNotEmail")]
    [TestCase("contacts", "doNotCall")]
    [TestCase("contacts", "inactive")]
    [TestCase("leads", "doNotContact")]
    [TestCase("leads", "doNotEmail")]
    [TestCase("leads", "doNotCall")]
    [TestCase("leads", "NOT_INTERESTED")]
    [TestCase("leads", "DEAD")]
    public async Task What_it_forbids_cannot_be_scheduled(string collection, string flag)
    {
        var (person, free) = (await PersonAsync(collection, flag), await PersonAsync(collection, ""));
        foreach (var type in Types)
        {
            var response = await Admin.PostAsync("/api/communications", Scheduled(collection, person, type));
            if (!IsForbidden(flag, type))
            {
                response.Is(201);
                continue;
            }

            response.IsProblem(409, "do_not_contact", Link(collection));
            // A draft, a call that took place and what came in may be recorded.
            var draft = await CommunicationAsync(new Dictionary<string, object?> { ["type"] = type, [Link(collection)] = person });
            await CommunicationAsync(new Dictionary<string, object?> { ["type"] = type, [Link(collection)] = person, ["status"] = "SENT" });
            await CommunicationAsync(
                new Dictionary<string, object?> { ["type"] = type, [Link(collection)] = person, ["direction"] = "INBOUND" });
            var path = $"/api/communications/{draft.Id}";
            (await Admin.PatchAsync(path, new { scheduled = true, scheduledFor = Instant(Clock.Now.AddDays(1)) }))
                .IsProblem(409, "do_not_contact", Link(collection));
            (await Admin.PatchAsync(path, new { scheduledFor = Instant(Clock.Now.AddDays(1)) })).Is(200);
            (await Admin.PatchAsync($"{path}/status", new { status = "SCHEDULED" }, mediaType: "application/json"))
                .IsProblem(409, "do_not_contact", Link(collection));
            Assert.That((await Admin.GetAsync(path)).Is(200)["status"].GetString(), Is.EqualTo("DRAFT"));
            // Another recipient of something scheduled.
            var other = (await Admin.PostAsync("/api/communications", Scheduled(collection, free, type))).Is(201);
            (await Admin.PatchAsync($"/api/communications/{other.Id}", new Dictionary<string, object?> { [Link(collection)] = person }))
                .IsProblem(409, "do_not_contact", Link(collection));
        }
    }

    [TestCase("contacts", "doNotContact")]
    [TestCase("contacts", "doNotEmail")]
    [TestCase("contacts", "doNotCall")]
    [TestCase("contacts", "inactive")]
    [TestCase("leads", "doNotContact")]
    [TestCase("leads", "doNotEmail")]
    [TestCase("leads", "doNotCall")]
    [TestCase("leads", "NOT_INTERESTED")]
    [TestCase("leads", "DEAD")]
    public async Task What_it_forbids_is_not_sent_when_it_is_due(string collection, string flag)
    {
        var person = await PersonAsync(collection, "");
        var created = new Dictionary<string, ApiResponse>();
        foreach (var type in Types)
            created[type] = (await Admin.PostAsync("/api/communications", Scheduled(collection, person, type))).Is(201);
        (await Admin.PatchAsync($"/api/{collection}/{person}", Change(flag))).Is(200);
        // What was scheduled before can still be read, edited and put back.
        (await Admin.PutAsync($"/api/communications/{created["EMAIL"].Id}", (await GetAsync(created["EMAIL"].Id)).Body)).Is(200);
        Clock.Advance(TimeSpan.FromMinutes(11));

        await Host.Services.GetRequiredService<CommunicationDispatcher>().RunOnceAsync(default);

        foreach (var (type, communication) in created)
        {
            var shown = await GetAsync(communication.Id);
            Assert.That(shown["status"].GetString(),
                Is.EqualTo(IsForbidden(flag, type) ? "FAILED" : type == "EMAIL" ? "SENT" : "SCHEDULED"),
                type);
            if (IsForbidden(flag, type))
                Assert.That(shown["failureReason"].GetString(), Does.Contain("must not be approached"), type);
        }

        var tasks = (await Admin.GetAsync("/api/tasks")).Is(200).Items;
        Assert.That(tasks, Has.Count.EqualTo(Types.Count(t => t != "EMAIL" && !IsForbidden(flag, t))));
    }

    [TestCase("contacts")]
    [TestCase("leads")]
    public async Task The_flags_are_fields_like_others(string collection)
    {
        var set = (await Admin.PostAsync(
            $"/api/{collection}", new { firstName = "A", lastName = "B", doNotContact = true, doNotEmail = true, doNotCall = true })).Is(
                201);
        var unset = (await Admin.PostAsync($"/api/{collection}", new { firstName = "C", lastName = "D" })).Is(201);
        foreach (var flag in new[] { "doNotContact", "doNotEmail", "doNotCall" })
        {
            Assert.That((set[flag].GetBoolean(), unset[flag].GetBoolean()), Is.EqualTo((true, false)), flag);
            var list = (await Admin.GetAsync($"/api/{collection}?{flag}=true")).Is(200).Items;
            Assert.That(list.Single().GetProperty("id").GetGuid(), Is.EqualTo(set.Id));
            Assert.That(list.Single().GetProperty(flag).GetBoolean(), Is.True);
            var patched = (await Admin.PatchAsync($"/api/{collection}/{set.Id}", new Dictionary<string, object?> { [flag] = null })).Is(
                200);
            Assert.That(patched[flag].GetBoolean(), Is.False);
        }

        Assert.That((await Admin.PutAsync($"/api/{collection}/{set.Id}", new { firstName = "A", lastName = "B", doNotCall = true })).Is(200)
            ["doNotCall"].GetBoolean(), Is.True);
        Assert.That((await Admin.GetAsync($"/api/audit-logs?entityId={set.Id}&limit=200")).Is(200).Body, Does.Contain("doNotEmail"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_conversion_unites_the_flags(bool existing)
    {
        var contact = existing ? (await Admin.PostAsync(
            "/api/contacts", new { firstName = "A", lastName = "B", email = "a@x.example", doNotCall = true })).Is(201).Id : (Guid?)null;
        var lead = (await Admin.PostAsync(
            "/api/leads", new { firstName = "A", lastName = "B", email = "a@x.example", doNotEmail = true })).Is(201).Id;
        var converted = (await Admin.PostAsync($"/api/leads/{lead}/convert", new { })).Is(200)["contact"];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(converted.GetProperty("id").GetGuid(), contact is { } id ? Is.EqualTo(id) : Is.Not.Empty);
            Assert.That(converted.GetProperty("doNotEmail").GetBoolean(), Is.True);
            Assert.That(converted.GetProperty("doNotCall").GetBoolean(), Is.EqualTo(existing));
            Assert.That(converted.GetProperty("doNotContact").GetBoolean(), Is.False);
        }
    }

    [Test]
    public async Task The_stricter_of_contact_and_lead_decides()
    {
        var (contact, lead) = (await PersonAsync("contacts", ""), await PersonAsync("leads", "doNotCall"));
        (await Admin.PostAsync("/api/communications", With(Scheduled("contacts", contact, "PHONE_CALL"), new { leadId = lead })))
            .IsProblem(409, "do_not_contact", "leadId");
    }

    private async Task<ApiResponse> GetAsync(Guid id) => (await Admin.GetAsync($"/api/communications/{id}")).Is(200);
}
