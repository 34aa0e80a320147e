using Crm.Api.Tests.Activities;
using Crm.Application.Common.Ports;
using Crm.Domain.Communications;
using Crm.Infrastructure.Communications;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Crm.Api.Tests.Communications;

/// <summary>Sends over a real mail server, and through channels that fail in every way.</summary>
public sealed class CommunicationDispatcherTests : ActivityTest
{
    private const string Address = "ada.keller@example.com";
    private int contacts;

    [SetUp]
    public void Count_from_nothing() => contacts = 0;

    /// <summary>Does what a test says, after it has noted the message.</summary>
    private sealed class Channel(Func<OutgoingMessage, CancellationToken, Task<DeliveryResult>>? act = null) : IChannel
    {
        private readonly Lock one = new();
        private readonly List<OutgoingMessage> sent = [];

        public IReadOnlyList<OutgoingMessage> Sent
        {
            get
            {
                lock (one)
                    return [.. sent];
            }
        }

        public CommunicationType Type => CommunicationType.Email;

        public async Task<DeliveryResult> SendAsync(OutgoingMessage message, CancellationToken ct)
        {
            lock (one)
                sent.Add(message);
            return act is null ? new DeliveryResult(DeliveryOutcome.Sent) : await act(message, ct);
        }
    }

    /// <summary>As another instance would run it.</summary>
    private CommunicationDispatcher Dispatcher(IChannel channel)
    {
        using var factory = LoggerFactory.Create(logging => logging.AddProvider(Host.Log));
        return new CommunicationDispatcher(
            Host.Services.GetRequiredService<NpgsqlDataSource>(), Host.Services.GetRequiredService<IServiceScopeFactory>(), [channel],
            Host.Services.GetRequiredService<IClock>(), factory.CreateLogger<CommunicationDispatcher>());
    }

    private static EmailChannel Mail(SmtpServer server, double timeout = 10) =>
        new(new MailOptions { Host = "127.0.0.1", Port = server.Port, StartTls = false, From = "Crm <crm@firm.example>", TimeoutSeconds = timeout });

    /// <summary>An e-mail that was due a moment ago.</summary>
    private async Task<Guid> DueAsync(object? more = null)
    {
        var contact = await ContactAsync(contacts++ == 0 ? Address : $"ada{contacts}@example.com");
        var made = await CommunicationAsync(With(
            new { type = "EMAIL", subject = "Größe & Preis", content = "Dear Ada,\n.\nгруппа 漢字", scheduled = true, scheduledFor = Instant(Clock.Now.AddMinutes(10)), contactId = contact }, more));
        Clock.Advance(TimeSpan.FromMinutes(11));
        return made.Id;
    }

    private async Task<ApiResponse> GetAsync(Guid id) => (await Admin.GetAsync($"/api/communications/{id}")).Is(200);

    [Test]
    public async Task It_arrives_over_smtp_and_is_recorded_as_sent()
    {
        await using var server = new SmtpServer();
        var id = await DueAsync();
        Assert.That(await Dispatcher(Mail(server)).RunOnceAsync(default), Is.EqualTo(1));

        var mail = server.Received.Single();
        Assert.That((mail.From, mail.To, mail.Subject, mail.Body.TrimEnd().Replace("\r\n", "\n")), Is.EqualTo(("crm@firm.example", Address, "Größe & Preis", "Dear Ada,\n.\nгруппа 漢字")));
        Assert.That((mail.Header("Message-ID"), mail.Header("X-Possibly-Sent-Twice")), Is.EqualTo(($"<{id}@firm.example>", (string?)null)));
        Assert.That(mail.Header("Reply-To"), Does.Contain("@"));
        Assert.That(mail.Header("Date"), Is.Not.Null);

        var shown = await GetAsync(id);
        Assert.That((shown["status"].GetString(), shown["possiblySentTwice"].GetBoolean(), shown.Version), Is.EqualTo(("SENT", false, 2L)));
        Assert.That(shown["sentAt"].GetDateTimeOffset(), Is.EqualTo(Clock.Now).Within(TimeSpan.FromMinutes(1)));
        Assert.That((await Admin.GetAsync($"/api/contacts/{shown["contactId"].GetGuid()}")).Is(200)["lastContactDate"].GetString(), Is.EqualTo(shown["sentAt"].GetString()));
        var rows = await Db.QueryAsync<(string Action, Guid? User)>("select distinct action, user_id from audit_logs where entity_id = @id and action <> 'CREATE'", new { id });
        Assert.That(rows, Is.EqualTo(new[] { ("STATUS_CHANGE", (Guid?)null) }));
        Assert.That(await Dispatcher(Mail(server)).RunOnceAsync(default), Is.Zero);
        Assert.That(string.Join('\n', Host.Log.Lines), Does.Not.Contain(Address).And.Not.Contain("Preis"), "Neither address nor content in the log.");
    }

    [Test]
    public async Task What_is_not_due_is_not_sent_nor_what_is_cancelled_deleted_or_no_longer_scheduled()
    {
        var channel = new Channel();
        var later = await DueAsync(new { scheduledFor = Instant(Clock.Now.AddHours(2)) });
        var cancelled = await DueAsync();
        (await Admin.PatchAsync($"/api/communications/{cancelled}/status", new { status = "CANCELLED" }, mediaType: "application/json")).Is(200);
        Assert.That(await Dispatcher(channel).RunOnceAsync(default), Is.Zero);
        Clock.Advance(TimeSpan.FromHours(2));
        Assert.That(await Dispatcher(channel).RunOnceAsync(default), Is.EqualTo(1));
        Assert.That(channel.Sent.Select(m => m.Id), Is.EqualTo(new[] { later }));
    }

    [Test]
    public async Task While_it_is_being_sent_nobody_changes_it()
    {
        ApiResponse? patched = null, said = null, deleted = null;
        Guid id = default;
        id = await DueAsync();
        await Dispatcher(new Channel(async (_, _) =>
        {
            patched = await Admin.PatchAsync($"/api/communications/{id}", new { subject = "Other" });
            said = await Admin.PatchAsync($"/api/communications/{id}/status", new { status = "CANCELLED" }, mediaType: "application/json");
            deleted = await Admin.DeleteAsync($"/api/communications/{id}");
            return new DeliveryResult(DeliveryOutcome.Sent);
        })).RunOnceAsync(default);
        foreach (var answer in new[] { patched, said, deleted })
            answer!.IsProblem(409, "communication_being_sent");
        Assert.That((await GetAsync(id))["status"].GetString(), Is.EqualTo("SENT"));
    }

    [Test]
    [Category("Slow")]
    public async Task Two_at_once_send_each_of_two_hundred_once()
    {
        var channel = new Channel(async (_, ct) =>
        {
            await Task.Yield();
            return new DeliveryResult(DeliveryOutcome.Sent);
        });
        var contact = await ContactAsync(Address);
        await Db.ExecuteAsync(
            """
            insert into communications (id, type, subject, direction, status, scheduled, scheduled_for, possibly_sent_twice, creator_id, contact_id, search_text, created_at, updated_at, version)
            select gen_random_uuid(), 'EMAIL', 'Mail ' || n, 'OUTBOUND', 'SCHEDULED', true, @at, false, @by, @contact, '', @at, @at, 1 from generate_series(1, 200) n
            """,
            new { at = Clock.Now.AddMinutes(-1).UtcDateTime, by = Admin.Id, contact });
        var started = System.Diagnostics.Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, 2).Select(async _ =>
        {
            var dispatcher = Dispatcher(channel);
            while (await dispatcher.RunOnceAsync(default) > 0)
            {
            }
        }));
        TestContext.Out.WriteLine($"200 messages in {started.ElapsedMilliseconds} ms");
        Assert.That(channel.Sent, Has.Count.EqualTo(200));
        Assert.That(channel.Sent.Select(m => m.Id), Is.Unique);
        Assert.That(await Db.ScalarAsync<int>("select count(*)::int from communications where status = 'SENT' and not possibly_sent_twice"), Is.EqualTo(200));
        Assert.That(await Db.ScalarAsync<int>("select count(*)::int from communication_dispatches"), Is.Zero);
    }

    /// <summary>The service is stopped after the message left and before that is recorded: only the lease tells of it.</summary>
    private async Task<IReadOnlyList<OutgoingMessage>> KilledAfterSendingAsync(SmtpServer server)
    {
        using var kill = new CancellationTokenSource();
        var channel = new Channel(async (message, _) =>
        {
            await Mail(server).SendAsync(message, default);
            await kill.CancelAsync();
            throw new OperationCanceledException(kill.Token);
        });
        Assert.That(async () => await Dispatcher(channel).RunOnceAsync(kill.Token), Throws.InstanceOf<OperationCanceledException>());
        return channel.Sent;
    }

    [Test]
    public async Task Killed_between_sending_and_recording_it_goes_out_once_more_and_says_so()
    {
        await using var server = new SmtpServer();
        var id = await DueAsync();
        await KilledAfterSendingAsync(server);
        Assert.That((await GetAsync(id))["status"].GetString(), Is.EqualTo("SCHEDULED"));
        Assert.That(await Dispatcher(Mail(server)).RunOnceAsync(default), Is.Zero, "The lease still holds.");

        Clock.Advance(CommunicationDispatcher.Lease + TimeSpan.FromSeconds(1));
        Assert.That(await Dispatcher(Mail(server)).RunOnceAsync(default), Is.EqualTo(1));
        Assert.That(server.Received.Select(m => (m.Header("Message-ID"), m.Header("X-Possibly-Sent-Twice"))), Is.EqualTo(new[] { ($"<{id}@firm.example>", (string?)null), ($"<{id}@firm.example>", "true") }));
        var shown = await GetAsync(id);
        Assert.That((shown["status"].GetString(), shown["possiblySentTwice"].GetBoolean()), Is.EqualTo(("SENT", true)));
    }

    [Test]
    public async Task Killed_twice_it_never_goes_out_a_third_time()
    {
        await using var server = new SmtpServer();
        var id = await DueAsync();
        for (var time = 0; time < 2; time++)
        {
            await KilledAfterSendingAsync(server);
            Clock.Advance(CommunicationDispatcher.Lease + TimeSpan.FromSeconds(1));
        }

        await Dispatcher(Mail(server)).RunOnceAsync(default);
        var shown = await GetAsync(id);
        Assert.That((server.Received.Count, shown["status"].GetString(), shown["possiblySentTwice"].GetBoolean()), Is.EqualTo((2, "FAILED", true)));
        Assert.That(shown["failureReason"].GetString(), Does.Contain("twice"));
        Clock.Advance(TimeSpan.FromDays(1));
        Assert.That(await Dispatcher(Mail(server)).RunOnceAsync(default), Is.Zero);
    }

    [Test]
    public async Task Whoever_lost_the_lease_records_nothing()
    {
        var id = await DueAsync();
        var second = new Channel();
        await Dispatcher(new Channel(async (_, _) =>
        {
            // It takes so long that another instance takes over.
            Clock.Advance(CommunicationDispatcher.Lease + TimeSpan.FromSeconds(1));
            await Dispatcher(second).RunOnceAsync(default);
            return new DeliveryResult(DeliveryOutcome.Failed, "late");
        })).RunOnceAsync(default);
        var shown = await GetAsync(id);
        Assert.That((shown["status"].GetString(), shown["possiblySentTwice"].GetBoolean(), shown["failureReason"].GetRawText(), second.Sent.Count), Is.EqualTo(("SENT", true, "null", 1)));
    }

    [TestCase(nameof(SmtpBehaviour.DropAfterData), 10)]
    [TestCase(nameof(SmtpBehaviour.Hang), 1)]
    public async Task A_connection_that_breaks_after_the_message_leaves_it_unknown(string behaviour, double timeout)
    {
        await using var server = new SmtpServer { Behaviour = Enum.Parse<SmtpBehaviour>(behaviour) };
        var id = await DueAsync();
        await Dispatcher(Mail(server, timeout)).RunOnceAsync(default);
        Assert.That((await GetAsync(id))["status"].GetString(), Is.EqualTo("SCHEDULED"));
        Clock.Advance(TimeSpan.FromMinutes(2));
        await Dispatcher(Mail(server, timeout)).RunOnceAsync(default);
        var shown = await GetAsync(id);
        Assert.That((server.Received.Count, shown["status"].GetString(), shown["possiblySentTwice"].GetBoolean()), Is.EqualTo((2, "FAILED", true)));
        Assert.That(shown["failureReason"].GetString(), Does.Contain("unknown whether the message was sent"));
    }

    [TestCase(nameof(SmtpBehaviour.RefuseForNow))]
    [TestCase(nameof(SmtpBehaviour.WantLogin))]
    public async Task A_refusal_for_now_is_tried_again_with_growing_waits(string behaviour)
    {
        await using var server = new SmtpServer { Behaviour = Enum.Parse<SmtpBehaviour>(behaviour) };
        var id = await DueAsync();
        Assert.That(await Dispatcher(Mail(server)).RunOnceAsync(default), Is.EqualTo(1));
        Clock.Advance(TimeSpan.FromSeconds(50));
        Assert.That(await Dispatcher(Mail(server)).RunOnceAsync(default), Is.Zero);
        Clock.Advance(TimeSpan.FromSeconds(20));
        Assert.That(await Dispatcher(Mail(server)).RunOnceAsync(default), Is.EqualTo(1));
        Clock.Advance(TimeSpan.FromSeconds(100));
        Assert.That(await Dispatcher(Mail(server)).RunOnceAsync(default), Is.Zero);
        server.Behaviour = SmtpBehaviour.Accept;
        Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.That(await Dispatcher(Mail(server)).RunOnceAsync(default), Is.EqualTo(1));
        var shown = await GetAsync(id);
        Assert.That((shown["status"].GetString(), shown["possiblySentTwice"].GetBoolean(), server.Received.Count), Is.EqualTo(("SENT", false, 1)));
    }

    [Test]
    public async Task After_some_hours_of_refusals_it_has_failed()
    {
        var id = await DueAsync();
        var channel = new Channel((_, _) => Task.FromResult(new DeliveryResult(DeliveryOutcome.Deferred, "The mail server cannot be reached.")));
        var start = Clock.Now;
        while ((await GetAsync(id))["status"].GetString() == "SCHEDULED")
        {
            await Dispatcher(channel).RunOnceAsync(default);
            Clock.Advance(TimeSpan.FromMinutes(20));
        }

        Assert.That(channel.Sent, Has.Count.EqualTo(CommunicationDispatcher.MaxAttempts));
        Assert.That(channel.Sent.Select(m => m.PossiblySentTwice), Is.All.False);
        Assert.That(Clock.Now - start, Is.InRange(TimeSpan.FromHours(3), TimeSpan.FromHours(7)));
        Assert.That((await GetAsync(id))["failureReason"].GetString(), Is.EqualTo("The mail server cannot be reached."));
    }

    [Test]
    public async Task A_refusal_for_good_fails_at_once()
    {
        await using var server = new SmtpServer { Behaviour = SmtpBehaviour.RefuseForGood };
        var id = await DueAsync();
        await Dispatcher(Mail(server)).RunOnceAsync(default);
        var shown = await GetAsync(id);
        Assert.That((shown["status"].GetString(), shown["sentAt"].GetRawText()), Is.EqualTo(("FAILED", "null")));
        Assert.That(shown["failureReason"].GetString(), Does.Contain("550").And.Contains("no such mailbox"));
    }

    [Test]
    public async Task A_server_that_is_not_there_is_tried_again()
    {
        int port;
        await using (var server = new SmtpServer())
            port = server.Port;
        var id = await DueAsync();
        await Dispatcher(new EmailChannel(new MailOptions { Host = "127.0.0.1", Port = port, StartTls = false })).RunOnceAsync(default);
        Assert.That((await GetAsync(id))["status"].GetString(), Is.EqualTo("SCHEDULED"));
        Assert.That(await Db.ScalarAsync<int>("select unknown_ends from communication_dispatches"), Is.Zero);
    }

    [Test]
    public async Task The_address_is_the_one_of_the_moment_it_is_sent()
    {
        var channel = new Channel();
        var (id, other) = (await DueAsync(), await DueAsync(new { contactId = await ContactAsync("gone@example.com") }));
        (await Admin.PatchAsync($"/api/contacts/{(await GetAsync(id))["contactId"].GetGuid()}", new { email = "new@example.com" })).Is(200);
        (await Admin.PatchAsync($"/api/contacts/{(await GetAsync(other))["contactId"].GetGuid()}", new { email = (string?)null })).Is(200);
        await Dispatcher(channel).RunOnceAsync(default);
        Assert.That(channel.Sent.Select(m => m.Address), Is.EquivalentTo(new[] { "new@example.com", null }));
        var result = await new EmailChannel(new MailOptions()).SendAsync(channel.Sent.Single(m => m.Address is null), default);
        Assert.That(result.Outcome, Is.EqualTo(DeliveryOutcome.Failed));
    }

    [Test]
    public async Task Without_a_server_it_is_put_into_the_pick_up_folder_whole_and_once()
    {
        var folder = TestFolder.Create();
        try
        {
            var id = await DueAsync();
            var channel = new EmailChannel(new MailOptions { PickupFolder = Path.Combine(folder, "mail") });
            await Dispatcher(channel).RunOnceAsync(default);
            var mail = new ReceivedMail("", "", await File.ReadAllTextAsync(Path.Combine(folder, "mail", $"{id}.eml")));
            Assert.That((mail.Subject, mail.Body.TrimEnd().Replace("\r\n", "\n")), Is.EqualTo(("Größe & Preis", "Dear Ada,\n.\nгруппа 漢字")));
            Assert.That(Directory.GetFileSystemEntries(Path.Combine(folder, "mail")), Has.Length.EqualTo(1));
            Assert.That((await GetAsync(id))["status"].GetString(), Is.EqualTo("SENT"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public async Task What_no_channel_sends_becomes_a_task_of_whoever_wrote_it()
    {
        var writer = await UserAsync();
        var contact = await ContactAsync();
        var made = await CommunicationAsync(new { type = "PHONE_CALL", subject = "Ask for the order", scheduled = true, scheduledFor = Instant(Clock.Now.AddMinutes(1)), contactId = contact }, writer);
        Clock.Advance(TimeSpan.FromMinutes(2));
        var dispatcher = Dispatcher(new Channel());
        Assert.That(await dispatcher.RunOnceAsync(default), Is.EqualTo(1));

        var task = (await writer.GetAsync("/api/tasks?assigneeId=me")).Is(200).Items.Single();
        Assert.That(
            (task.GetProperty("type").GetString(), task.GetProperty("title").GetString(), task.GetProperty("contactId").GetGuid(), task.GetProperty("status").GetString()),
            Is.EqualTo(("CALL", "PHONE_CALL: Ask for the order", contact, "PENDING")));
        Assert.That((await GetAsync(made.Id))["status"].GetString(), Is.EqualTo("SCHEDULED"), "It is not sent: a person says when it is.");
        Clock.Advance(TimeSpan.FromDays(1));
        Assert.That(await dispatcher.RunOnceAsync(default), Is.Zero);

        (await Admin.PatchAsync($"/api/communications/{made.Id}", new { scheduledFor = Instant(Clock.Now.AddMinutes(1)) })).Is(200);
        Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.That(await dispatcher.RunOnceAsync(default), Is.EqualTo(1), "A new time, a new task.");
        Assert.That((await Admin.PatchAsync($"/api/communications/{made.Id}/status", new { status = "SENT" }, mediaType: "application/json")).Is(200)["status"].GetString(), Is.EqualTo("SENT"));
    }

    [Test]
    public async Task A_header_takes_no_second_line()
    {
        await using var server = new SmtpServer();
        await DueAsync(new { subject = "Offer\r\nBcc: someone@example.com" });
        await Dispatcher(Mail(server)).RunOnceAsync(default);
        Assert.That(server.Received.Single().Header("Bcc"), Is.Null);
    }
}
