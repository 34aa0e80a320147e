using Crm.Api.Tests.Activities;
using Crm.Application.Common.Ports;
using Crm.Domain.Communications;
using Crm.Infrastructure.Communications;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Crm.Api.Tests.Communications;

/// <summary>Replies and HTML.</summary>
public sealed class ThreadTests : ActivityTest
{
    private Task<ApiResponse> PostAsync(object body) => Admin.PostAsync("/api/communications", body);

    [Test]
    public async Task A_reply_names_the_stored_message_ids_of_its_thread()
    {
        var contact = await ContactAsync("ada@example.com");
        var inbound = await CommunicationAsync(
            new { type = "EMAIL", direction = "INBOUND", contactId = contact, messageId = "4711.abc@mail.example.com" });
        var call = await CommunicationAsync(new { type = "PHONE_CALL", status = "SENT", inReplyToId = inbound.Id });
        Assert.That(call["contactId"].GetGuid(), Is.EqualTo(contact), "It has the subjects of what it answers.");
        var channel = new Channel();
        var replies = new List<ApiResponse>();
        foreach (var answered in new[] { call.Id, (Guid?)null })
        {
            replies.Add((await PostAsync(new
            {
                type = "EMAIL",
                subject = "Re: Offer",
                content = "Dear Ada",
                contentHtml = "<p>Dear <b onclick=\"x\">Ada</b></p><script>x</script>",
                inReplyToId = answered ?? replies[0].Id,
                contactId = contact,
                scheduled = true,
                scheduledFor = Instant(Clock.Now.AddMinutes(1)),
            })).Is(201));
            Clock.Advance(TimeSpan.FromMinutes(2));
            await DispatchAsync(channel);
        }

        var sent = (await Admin.GetAsync($"/api/communications/{replies[0].Id}")).Is(200);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(sent["messageId"].GetString(), Is.EqualTo($"{replies[0].Id}@firm.example"));
            Assert.That(sent["contentHtml"].GetString(), Is.EqualTo("<p>Dear <b>Ada</b></p>"));
            Assert.That(channel.Sent[0].Thread, Is.EqualTo(new[] { "4711.abc@mail.example.com" }));
            Assert.That(channel.Sent[1].Thread, Is.EqualTo(new[] { "4711.abc@mail.example.com", $"{replies[0].Id}@firm.example" }));
            Assert.That(channel.Sent[0].ContentHtml, Is.EqualTo("<p>Dear <b>Ada</b></p>"));
        }

        var timeline = (await Admin.GetAsync($"/api/contacts/{contact}/timeline?types=COMMUNICATION")).Is(200).Items
            .ToDictionary(e => e.GetProperty("id").GetGuid(), e => e.GetProperty("inReplyToId").GetString());
        Assert.That(timeline, Is.EquivalentTo(new Dictionary<Guid, string?>
        {
            [inbound.Id] = null,
            [call.Id] = $"{inbound.Id}",
            [replies[0].Id] = $"{call.Id}",
            [replies[1].Id] = $"{replies[0].Id}",
        }));
        Assert.That(Ids((await Admin.GetAsync($"/api/communications?inReplyToId={call.Id}")).Is(200).Items),
            Is.EqualTo(new[] { replies[0].Id }));
        // What was sent can be read, edited and put back.
        var put = System.Text.Json.Nodes.JsonNode.Parse(sent.Body)!.AsObject();
        put["outcome"] = "Fine";
        (await Admin.PutAsync($"/api/communications/{sent.Id}", put.ToJsonString())).Is(200);
        foreach (var (member, value) in new[] { ("inReplyToId", $"\"{inbound.Id}\""), ("contentHtml", "\"<p>x</p>\""),
            ("messageId", "\"x@y\"") })
            (await Admin.PatchAsync($"/api/communications/{sent.Id}", $$"""{"{{member}}": {{value}}}""")).IsProblem(
                409, "communication_sent", member);
    }

    [Test]
    public async Task What_is_answered_must_be_live_visible_and_of_a_common_subject()
    {
        var (contact, other) = (await ContactAsync(), await ContactAsync());
        var answered = await CommunicationAsync(new { type = "NOTE", contactId = contact });
        (await PostAsync(new { type = "NOTE", inReplyToId = Guid.NewGuid() })).IsProblem(404, "communication_not_found", "inReplyToId");
        (await PostAsync(new { type = "NOTE", inReplyToId = answered.Id, contactId = other }))
            .IsProblem(400, "reply_to_other_subject", "inReplyToId");
        var user = await UserWithAsync(
            """{"communications": {"create": "own", "read": "own", "update": "own"}, "contacts": {"read": "all"}}""");
        (await user.PostAsync("/api/communications", new { type = "NOTE", inReplyToId = answered.Id, contactId = contact }))
            .IsProblem(404, "communication_not_found", "inReplyToId");
        var reply = (await PostAsync(new { type = "NOTE", inReplyToId = answered.Id, contactId = contact })).Is(201);
        (await Admin.PatchAsync($"/api/communications/{reply.Id}", new { contactId = other }))
            .IsProblem(400, "reply_to_other_subject", "inReplyToId");
        (await Admin.DeleteAsync($"/api/communications/{answered.Id}")).Is(204);
        (await PostAsync(new { type = "NOTE", inReplyToId = answered.Id, contactId = contact }))
            .IsProblem(404, "communication_not_found", "inReplyToId");
        (await Admin.PutAsync($"/api/communications/{reply.Id}", reply.Body)).Is(200);
    }

    [Test]
    public async Task A_thread_has_no_cycle_whoever_changes_it()
    {
        var first = await CommunicationAsync(new { type = "NOTE" });
        var second = await CommunicationAsync(new { type = "NOTE", inReplyToId = first.Id });
        var third = await CommunicationAsync(new { type = "NOTE", inReplyToId = second.Id });
        foreach (var answered in new[] { first.Id, second.Id, third.Id })
            (await Admin.PatchAsync($"/api/communications/{first.Id}", new { inReplyToId = answered }))
                .IsProblem(400, "reply_to_itself", "inReplyToId");
        for (var round = 0; round < 5; round++)
        {
            var (a, b) = ((await CommunicationAsync(new { type = "NOTE" })).Id, (await CommunicationAsync(new { type = "NOTE" })).Id);
            var responses = await Task.WhenAll(
                Admin.PatchAsync($"/api/communications/{a}", new { inReplyToId = b }),
                Admin.PatchAsync($"/api/communications/{b}", new { inReplyToId = a }));
            Assert.That(responses.Select(r => r.Status).Order(), Is.EqualTo(new[] { 200, 400 }));
        }
    }

    [TestCase("""{"type": "EMAIL", "messageId": "a@b"}""", "message_id_of_service", "messageId")]
    [TestCase("""{"type": "EMAIL", "direction": "INBOUND", "messageId": "<a@b>"}""", "validation_failed", "messageId")]
    [TestCase("""{"type": "EMAIL", "direction": "INBOUND", "messageId": "a@b\r\nBcc: c@d"}""", "validation_failed", "messageId")]
    public async Task A_message_id_is_checked(string body, string code, string field) =>
        (await PostAsync(body)).IsProblem(400, code, field);

    [Test]
    public async Task A_draft_takes_no_message_id_and_html_is_limited()
    {
        var draft = await CommunicationAsync(new { type = "EMAIL" });
        (await Admin.PatchAsync($"/api/communications/{draft.Id}", new { messageId = "a@b" })).IsProblem(
            400, "message_id_of_service", "messageId");
        (await Admin.PatchAsync($"/api/communications/{draft.Id}", new { contentHtml = new string('x', 20_001) }))
            .IsProblem(400, "validation_failed", "contentHtml");
        // Cleaning can make it longer.
        (await Admin.PatchAsync($"/api/communications/{draft.Id}", new { contentHtml = new string('&', 20_000) }))
            .IsProblem(400, "validation_failed", "contentHtml");
        var html = (await Admin.PatchAsync($"/api/communications/{draft.Id}", new { contentHtml = "<p>größer &amp; 漢字 😀</p>" })).Is(200);
        Assert.That(html["contentHtml"].GetString(), Is.EqualTo("<p>größer &amp; 漢字 😀</p>"));
        Assert.That((await Admin.PutAsync($"/api/communications/{draft.Id}", html.Body)).Is(200).Body, Is.EqualTo(html.Body));
    }

    private Task<int> DispatchAsync(IChannel channel)
    {
        using var factory = LoggerFactory.Create(logging => logging.AddProvider(Host.Log));
        return new CommunicationDispatcher(
            Host.Services.GetRequiredService<NpgsqlDataSource>(), Host.Services.GetRequiredService<IServiceScopeFactory>(), [channel],
            Host.Services.GetRequiredService<IClock>(), factory.CreateLogger<CommunicationDispatcher>()).RunOnceAsync(default);
    }

    /// <summary>Accepts each message.</summary>
    private sealed class Channel : IChannel
    {
        public List<OutgoingMessage> Sent { get; } = [];

        public CommunicationType Type => CommunicationType.Email;

        public Task<DeliveryResult> SendAsync(OutgoingMessage message, CancellationToken ct)
        {
            Sent.Add(message);
            return Task.FromResult(new DeliveryResult(DeliveryOutcome.Sent, null, $"{message.Id}@firm.example"));
        }
    }
}
