using Crm.Api.Tests.Activities;
using Crm.Application.Common.Ports;
using Crm.Domain.Communications;
using Crm.Infrastructure.Communications;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Crm.Api.Tests.Communications;

/// <summary>Sends to a real mail server, and through channels that fail in every way.</summary>
[Category("Slow")]
public sealed class CommunicationDispatcherTests : ActivityTest
{
    private const string Address = "ada.keller@example.com";
    private int contacts;

    [SetUp]
    public void Count_from_nothing() => contacts = 0;

    /// <summary>Records the message, then runs the delegate of the test.</summary>
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

    /// <summary>A dispatcher as another instance would run it.</summary>
    private CommunicationDispatcher Dispatcher(IChannel channel)
    {
        using var factory = LoggerFactory.Create(logging => logging.AddProvider(Host.Log));
        return new CommunicationDispatcher(
            Host.Services.GetRequiredService<NpgsqlDataSource>(), Host.Services.GetRequiredService<IServiceScopeFactory>(), [channel],
            Host.Services.GetRequiredService<IClock>(), factory.CreateLogger<CommunicationDispatcher>());
    }

    private static EmailChannel Mail(SmtpServer server, double timeout = 10) =>
        new(new MailOptions
        {
            Host = "127.0.0.1",
            Port = server.Port,
            StartTls = false,
            From = "Crm <crm@firm.example>",
            TimeoutSeconds = timeout
        }, new Html());

    /// <summary>Creates an e-mail that is already due.</summary>
    private async Task<Guid> DueAsync(object? more = null)
    {
        var contact = await ContactAsync(contacts++ == 0 ? Address : $"ada{contacts}@example.com");
        var created = await CommunicationAsync(With(
            new
            {
                type = "EMAIL",
                subject = "Größe & Preis",
                content = "Dear Ada,\n.\nгруппа 漢字",
                scheduled = true,
                scheduledFor = Instant(Clock.Now.AddMinutes(10)),
                contactId = contact
            }, more));
        Clock.Advance(TimeSpan.FromMinutes(11));
        return created.Id;
    }

    private async Task<ApiResponse> GetAsync(Guid id) => (await Admin.GetAsync($"/api/communications/{id}")).Is(200);

    [Test]
    public async Task It_arrives_over_smtp_and_is_recorded_as_sent()
    {
        await using var server = new SmtpServer();
        var id = await DueAsync();
        Assert.That(await Dispatcher(Mail(server)).RunOnceAsync(default), Is.EqualTo(1));

        var mail = server.Received.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(mail.From, Is.EqualTo("crm@firm.example"));
            Assert.That(mail.To, Is.EqualTo(Address));
            Assert.That(mail.Subject, Is.EqualTo("Größe & Preis"));
            Assert.That(mail.Body.TrimEnd().Replace("\r\n", "\n"), Is.EqualTo("Dear Ada,\n.\nгруппа 漢字"));
            Assert.That(mail.Header("Message-ID"), Is.EqualTo($"<{id}@firm.example>"));
            Assert.That(mail.Header("X-Possibly-Sent-Twice"), Is.Null);
        }

        Assert.That(mail.Header("Reply-To"), Does.Contain("@"));
        Assert.That(mail.Header("Date"), Is.Not.Null);

        var shown = await GetAsync(id);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(shown["status"].GetString(), Is.EqualTo("SENT"));
            Assert.That(shown["possiblySentTwice"].GetBoolean(), Is.False);
            Assert.That(shown.Version, Is.EqualTo(2));
        }

        Assert.That(shown["sentAt"].GetDateTimeOffset(), Is.EqualTo(Clock.Now).Within(TimeSpan.FromMinutes(1)));
        Assert.That((await Admin.GetAsync($"/api/contacts/{shown["contactId"].GetGuid()}")).Is(200)["lastContactDate"].GetString(),
            Is.EqualTo(shown["sentAt"].GetString()));
        var rows = await Db.QueryAsync<(string Action, Guid? User)>(
            "select distinct action, user_id from audit_logs where entity_id = @id and action <> 'CREATE'", new { id });
        Assert.That(rows.Select(r => new { r.Action, r.User }), Is.EqualTo(new[] { new { Action = "STATUS_CHANGE", User = (Guid?)null } }));
        Assert.That(await Dispatcher(Mail(server)).RunOnceAsync(default), Is.Zero);
        Assert.That(string.Join('\n', Host.Log.Lines), Does.Not.Contain(Address).And.Not.Contain("Preis"),
            "Neither address nor content in the log.");
    }

    [Test]
    public async Task Messages_not_due_cancelled_deleted_or_unscheduled_are_not_sent()
    {
        var channel = new Channel();
        var later = await DueAsync(new { scheduledFor = Instant(Clock.Now.AddHours(2)) });
        var cancelled = await DueAsync();
        (await Admin.PatchAsync($"/api/communications/{cancelled}/status", new { status = "CANCELLED" }, mediaType: "application/json")).Is(
            200);
        Assert.That(await Dispatcher(channel).RunOnceAsync(default), Is.Zero);
        Clock.Advance(TimeSpan.FromHours(2));
        Assert.That(await Dispatcher(channel).RunOnceAsync(default), Is.EqualTo(1));
        Assert.That(channel.Sent.Select(m => m.Id), Is.EqualTo(new[] { later }));
    }

    [Test]
    public async Task It_cannot_be_changed_while_it_is_being_sent()
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
        foreach (var response in new[] { patched, said, deleted })
            response!.IsProblem(409, "communication_being_sent");
        Assert.That((await GetAsync(id))["status"].GetString(), Is.EqualTo("SENT"));
    }

    [Test]
    [Category("Slow")]
    public async Task Two_dispatchers_send_each_of_two_hundred_messages_once()
    {
        var channel = new Channel(async (_, ct) =>
        {
            await Task.Yield();
            return new DeliveryResult(DeliveryOutcome.Sent);
        });
        var contact = await ContactAsync(Address);
        await Db.ExecuteAsync(
            """
            insert into communications (id, type, subject, direction, status, scheduled, scheduled_for, possibly_sent_twice, creator_id,
                contact_id, search_text, created_at, updated_at, version)
            select gen_random_uuid(), 'EMAIL', 'Mail ' || n, 'OUTBOUND', 'SCHEDULED', true, @at, false, @by, @contact, '', @at, @at, 1
                from generate_series(1, 200) n
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
        Assert.That(await Db.ScalarAsync<int>("select count(*)::int from communications where status = 'SENT' and not possibly_sent_twice"),
            Is.EqualTo(200));
        Assert.That(await Db.ScalarAsync<int>("select count(*)::int from communication_dispatches"), Is.Zero);
    }

    /// <summary>The service stops after sending the message and before recording it; only the lease shows that.</summary>
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
    public async Task Killed_between_sending_and_recording_it_is_sent_once_more_and_marked()
    {
        await using var server = new SmtpServer();
        var id = await DueAsync();
        await KilledAfterSendingAsync(server);
        Assert.That((await GetAsync(id))["status"].GetString(), Is.EqualTo("SCHEDULED"));
        Assert.That(await Dispatcher(Mail(server)).RunOnceAsync(default), Is.Zero, "The lease still holds.");

        Clock.Advance(CommunicationDispatcher.Lease + TimeSpan.FromSeconds(1));
        Assert.That(await Dispatcher(Mail(server)).RunOnceAsync(default), Is.EqualTo(1));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(server.Received.Select(m => m.Header("Message-ID")),
                Is.EqualTo(new[] { $"<{id}@firm.example>", $"<{id}@firm.example>" }));
            Assert.That(server.Received.Select(m => m.Header("X-Possibly-Sent-Twice")), Is.EqualTo(new[] { null, "true" }));
        }

        var shown = await GetAsync(id);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(shown["status"].GetString(), Is.EqualTo("SENT"));
            Assert.That(shown["possiblySentTwice"].GetBoolean(), Is.True);
        }
    }

    [Test]
    public async Task Killed_twice_it_is_not_sent_a_third_time()
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
        using (Assert.EnterMultipleScope())
        {
            Assert.That(server.Received.Count, Is.EqualTo(2));
            Assert.That(shown["status"].GetString(), Is.EqualTo("FAILED"));
            Assert.That(shown["possiblySentTwice"].GetBoolean(), Is.True);
        }

        Assert.That(shown["failureReason"].GetString(), Does.Contain("twice"));
        Clock.Advance(TimeSpan.FromDays(1));
        Assert.That(await Dispatcher(Mail(server)).RunOnceAsync(default), Is.Zero);
    }

    [Test]
    public async Task A_dispatcher_without_the_lease_records_nothing()
    {
        var id = await DueAsync();
        var second = new Channel();
        await Dispatcher(new Channel(async (_, _) =>
        {
            // Sending takes longer than the lease, so another instance claims the message.
            Clock.Advance(CommunicationDispatcher.Lease + TimeSpan.FromSeconds(1));
            await Dispatcher(second).RunOnceAsync(default);
            return new DeliveryResult(DeliveryOutcome.Failed, "late");
        })).RunOnceAsync(default);
        var shown = await GetAsync(id);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(shown["status"].GetString(), Is.EqualTo("SENT"));
            Assert.That(shown["possiblySentTwice"].GetBoolean(), Is.True);
            Assert.That(shown["failureReason"].GetRawText(), Is.EqualTo("null"));
            Assert.That(second.Sent.Count, Is.EqualTo(1));
        }
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
        using (Assert.EnterMultipleScope())
        {
            Assert.That(server.Received.Count, Is.EqualTo(2));
            Assert.That(shown["status"].GetString(), Is.EqualTo("FAILED"));
            Assert.That(shown["possiblySentTwice"].GetBoolean(), Is.True);
        }

        Assert.That(shown["failureReason"].GetString(), Does.Contain("unknown whether the message was sent"));
    }

    [TestCase(nameof(SmtpBehaviour.RejectTemporarily))]
    [TestCase(nameof(SmtpBehaviour.RequireLogin))]
    public async Task A_temporary_rejection_is_retried_with_backoff(string behaviour)
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
        using (Assert.EnterMultipleScope())
        {
            Assert.That(shown["status"].GetString(), Is.EqualTo("SENT"));
            Assert.That(shown["possiblySentTwice"].GetBoolean(), Is.False);
            Assert.That(server.Received.Count, Is.EqualTo(1));
        }
    }

    [Test]
    public async Task After_some_hours_of_temporary_rejections_it_fails()
    {
        var id = await DueAsync();
        var channel = new Channel(
            (_, _) => Task.FromResult(new DeliveryResult(DeliveryOutcome.Deferred, "The mail server cannot be reached.")));
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
    public async Task A_permanent_rejection_fails_at_once()
    {
        await using var server = new SmtpServer { Behaviour = SmtpBehaviour.RejectPermanently };
        var id = await DueAsync();
        await Dispatcher(Mail(server)).RunOnceAsync(default);
        var shown = await GetAsync(id);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(shown["status"].GetString(), Is.EqualTo("FAILED"));
            Assert.That(shown["sentAt"].GetRawText(), Is.EqualTo("null"));
        }

        Assert.That(shown["failureReason"].GetString(), Does.Contain("550").And.Contains("no such mailbox"));
    }

    [Test]
    public async Task A_server_that_is_not_there_is_tried_again()
    {
        int port;
        await using (var server = new SmtpServer())
            port = server.Port;
        var id = await DueAsync();
        await Dispatcher(new EmailChannel(
            new MailOptions { Host = "127.0.0.1", Port = port, StartTls = false }, new Html())).RunOnceAsync(default);
        Assert.That((await GetAsync(id))["status"].GetString(), Is.EqualTo("SCHEDULED"));
        Assert.That(await Db.ScalarAsync<int>("select unknown_ends from communication_dispatches"), Is.Zero);
    }

    [Test]
    public async Task The_address_is_read_when_the_message_is_sent()
    {
        var channel = new Channel();
        var (id, other) = (await DueAsync(), await DueAsync(new { contactId = await ContactAsync("gone@example.com") }));
        (await Admin.PatchAsync($"/api/contacts/{(await GetAsync(id))["contactId"].GetGuid()}", new { email = "new@example.com" })).Is(200);
        (await Admin.PatchAsync($"/api/contacts/{(await GetAsync(other))["contactId"].GetGuid()}", new { email = (string?)null })).Is(200);
        await Dispatcher(channel).RunOnceAsync(default);
        Assert.That(channel.Sent.Select(m => m.Address), Is.EquivalentTo(new[] { "new@example.com", null }));
        var result = await new EmailChannel(new MailOptions(), new Html()).SendAsync(channel.Sent.Single(m => m.Address is null), default);
        Assert.That(result.Outcome, Is.EqualTo(DeliveryOutcome.Failed));
    }

    [Test]
    public async Task Without_a_server_it_is_written_to_the_pickup_folder_completely_and_once()
    {
        var folder = TestFolder.Create();
        try
        {
            var id = await DueAsync();
            var channel = new EmailChannel(new MailOptions { PickupFolder = Path.Combine(folder, "mail") }, new Html());
            await Dispatcher(channel).RunOnceAsync(default);
            var mail = new ReceivedMail("", "", await File.ReadAllTextAsync(Path.Combine(folder, "mail", $"{id}.eml")));
            using (Assert.EnterMultipleScope())
            {
                Assert.That(mail.Subject, Is.EqualTo("Größe & Preis"));
                Assert.That(mail.Body.TrimEnd().Replace("\r\n", "\n"), Is.EqualTo("Dear Ada,\n.\nгруппа 漢字"));
            }

            Assert.That(Directory.GetFileSystemEntries(Path.Combine(folder, "mail")), Has.Length.EqualTo(1));
            if (!OperatingSystem.IsWindows())
            {
                const UnixFileMode file = UnixFileMode.UserRead | UnixFileMode.UserWrite;
                Assert.That(File.GetUnixFileMode(Path.Combine(folder, "mail", $"{id}.eml")), Is.EqualTo(file));
                Assert.That(new DirectoryInfo(Path.Combine(folder, "mail")).UnixFileMode, Is.EqualTo(file | UnixFileMode.UserExecute));
            }

            Assert.That((await GetAsync(id))["status"].GetString(), Is.EqualTo("SENT"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public async Task Messages_without_a_channel_become_a_task_of_their_creator()
    {
        var writer = await UserAsync();
        var contact = await ContactAsync();
        var created = await CommunicationAsync(
            new
            {
                type = "PHONE_CALL",
                subject = "Ask for the order",
                scheduled = true,
                scheduledFor = Instant(Clock.Now.AddMinutes(1)),
                contactId = contact
            }, writer);
        Clock.Advance(TimeSpan.FromMinutes(2));
        var dispatcher = Dispatcher(new Channel());
        Assert.That(await dispatcher.RunOnceAsync(default), Is.EqualTo(1));

        var task = (await writer.GetAsync("/api/tasks?assigneeId=me")).Is(200).Items.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(task.GetProperty("type").GetString(), Is.EqualTo("CALL"));
            Assert.That(task.GetProperty("title").GetString(), Is.EqualTo("PHONE_CALL: Ask for the order"));
            Assert.That(task.GetProperty("contactId").GetGuid(), Is.EqualTo(contact));
            Assert.That(task.GetProperty("status").GetString(), Is.EqualTo("PENDING"));
        }

        Assert.That((await GetAsync(created.Id))["status"].GetString(), Is.EqualTo("SCHEDULED"),
            "It is not sent: a person says when it is.");
        Clock.Advance(TimeSpan.FromDays(1));
        Assert.That(await dispatcher.RunOnceAsync(default), Is.Zero);

        (await Admin.PatchAsync($"/api/communications/{created.Id}", new { scheduledFor = Instant(Clock.Now.AddMinutes(1)) })).Is(200);
        Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.That(await dispatcher.RunOnceAsync(default), Is.EqualTo(1), "A new time, a new task.");
        Assert.That((await Admin.PatchAsync(
            $"/api/communications/{created.Id}/status", new { status = "SENT" }, mediaType: "application/json")).Is(
                200)["status"].GetString(), Is.EqualTo("SENT"));
    }

    [Test]
    public async Task A_mail_header_cannot_contain_a_line_break()
    {
        await using var server = new SmtpServer();
        await DueAsync(new { subject = "Offer\r\nBcc: someone@example.com" });
        await Dispatcher(Mail(server)).RunOnceAsync(default);
        Assert.That(server.Received.Single().Header("Bcc"), Is.Null);
    }

    [Test]
    public async Task What_cannot_be_processed_is_given_up_with_a_reason_and_holds_up_nobody()
    {
        var contact = await ContactAsync();
        var created = await CommunicationAsync(
            new { type = "PHONE_CALL", scheduled = true, scheduledFor = Instant(Clock.Now.AddMinutes(1)), contactId = contact });
        Clock.Advance(TimeSpan.FromMinutes(2));
        // The task that the dispatcher creates cannot be stored.
        await Db.ExecuteAsync("alter table tasks add constraint ck_tasks_none check (false) not valid");
        try
        {
            for (var attempt = 1; attempt <= CommunicationDispatcher.MaxAttempts; attempt++)
            {
                Assert.That((await GetAsync(created.Id))["status"].GetString(), Is.EqualTo("SCHEDULED"), $"attempt {attempt}");
                var behind = await DueAsync();
                Assert.That(await Dispatcher(new Channel()).RunOnceAsync(default), Is.EqualTo(2));
                Assert.That((await GetAsync(behind))["status"].GetString(), Is.EqualTo("SENT"), "It holds up nobody.");
                Assert.That(await Dispatcher(new Channel()).RunOnceAsync(default), Is.Zero, "It waits before the next attempt.");
                Clock.Advance(TimeSpan.FromHours(3));
            }

            var shown = await GetAsync(created.Id);
            Assert.That(shown["status"].GetString(), Is.EqualTo("FAILED"));
            Assert.That(shown["failureReason"].GetString(), Does.Contain("could not process"));
            Assert.That(await Dispatcher(new Channel()).RunOnceAsync(default), Is.Zero);
        }
        finally
        {
            await Db.ExecuteAsync("alter table tasks drop constraint ck_tasks_none");
        }
    }

    [Test]
    public async Task A_task_of_a_long_subject_ends_at_a_whole_character()
    {
        foreach (var last in new[] { "😀", "👩‍👩‍👧‍👦", "🇩🇪", "e\u0301" })
        {
            var subject = new string('x', 255 - last.Length - (last == "😀" ? 11 : 0)) + last;
            await CommunicationAsync(
                new { type = "PHONE_CALL", subject, scheduled = true, scheduledFor = Instant(Clock.Now.AddMinutes(1)) });
        }

        Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.That(await Dispatcher(new Channel()).RunOnceAsync(default), Is.EqualTo(4));
        var titles = (await Admin.GetAsync("/api/tasks")).Is(200).Items.Select(t => t.GetProperty("title").GetString()!).ToArray();
        Assert.That(titles, Has.Length.EqualTo(4).And.All.EndsWith("x"));
    }

    [Test]
    public async Task Mail_of_a_deactivated_or_deleted_user_does_not_go_out()
    {
        var writers = new[] { await UserAsync(), await UserAsync() };
        var ids = new List<Guid>();
        foreach (var writer in writers)
        {
            var contact = await ContactAsync($"c{ids.Count}@example.com", ownerId: writer.Id);
            ids.Add((await CommunicationAsync(
                new { type = "EMAIL", scheduled = true, scheduledFor = Instant(Clock.Now.AddMinutes(1)), contactId = contact },
                writer)).Id);
        }

        (await Admin.PatchAsync($"/api/users/{writers[0].Id}", new { isActive = false })).Is(200);
        await Db.ExecuteAsync("update users set deleted_at = now() where id = @id", new { id = writers[1].Id });
        Clock.Advance(TimeSpan.FromMinutes(2));
        var channel = new Channel();
        await Dispatcher(channel).RunOnceAsync(default);

        Assert.That(channel.Sent, Is.Empty);
        foreach (var id in ids)
        {
            Assert.That((await GetAsync(id))["status"].GetString(), Is.EqualTo("FAILED"));
            Assert.That((await GetAsync(id))["failureReason"].GetString(), Does.Contain("no longer active"));
        }
    }

    [Test]
    public async Task The_call_of_a_deactivated_user_becomes_a_task_of_the_owner_of_its_subject()
    {
        var (writer, owner) = (await UserAsync(), await UserAsync());
        var contact = await ContactAsync(ownerId: writer.Id);
        await CommunicationAsync(
            new { type = "PHONE_CALL", scheduled = true, scheduledFor = Instant(Clock.Now.AddMinutes(1)), contactId = contact }, writer);
        (await Admin.PatchAsync($"/api/contacts/{contact}", new { ownerId = owner.Id })).Is(200);
        (await Admin.PatchAsync($"/api/users/{writer.Id}", new { isActive = false })).Is(200);
        Clock.Advance(TimeSpan.FromMinutes(2));
        await Dispatcher(new Channel()).RunOnceAsync(default);

        var task = (await Admin.GetAsync("/api/tasks")).Is(200).Items.Single();
        Assert.That(task.GetProperty("assigneeId").GetGuid(), Is.EqualTo(owner.Id));
    }

    [Test]
    public async Task Nothing_is_created_for_subjects_in_the_trash()
    {
        var (contact, company) = (await ContactAsync(), await CompanyAsync());
        var first = await CommunicationAsync(
            new { type = "PHONE_CALL", scheduled = true, scheduledFor = Instant(Clock.Now.AddMinutes(1)), contactId = contact });
        await CommunicationAsync(new
        {
            type = "PHONE_CALL",
            scheduled = true,
            scheduledFor = Instant(Clock.Now.AddMinutes(1)),
            contactId = contact,
            companyId = company,
        });
        (await Admin.DeleteAsync($"/api/contacts/{contact}")).Is(204);
        Clock.Advance(TimeSpan.FromMinutes(2));
        await Dispatcher(new Channel()).RunOnceAsync(default);

        Assert.That(await Db.ScalarAsync<string>("select status from communications where id = @id", new { id = first.Id }),
            Is.EqualTo("FAILED"));
        var task = (await Admin.GetAsync("/api/tasks")).Is(200).Items.Single();
        Assert.That(task.GetProperty("contactId").GetRawText(), Is.EqualTo("null"));
        Assert.That(task.GetProperty("companyId").GetGuid(), Is.EqualTo(company));
    }
}
