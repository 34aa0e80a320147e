using System.Text.RegularExpressions;
using Crm.Application.Common.Ports;
using Crm.Infrastructure.Communications;

namespace Crm.Api.Tests.Communications;

/// <summary>The messages that are sent to the mail server, and the outcome of each delivery.</summary>
[Category("Slow")]
public sealed class EmailChannelTests
{
    private const string Address = "ada.keller@example.com";

    private static OutgoingMessage Message(string name = "Ada Keller", string subject = "Offer", string? address = Address) => new(
        Guid.CreateVersion7(), subject, "Dear Ada", null, [], address, name, "seller@firm.example", name, PossiblySentTwice: false);

    private static MailOptions OptionsOf(SmtpServer server) =>
        new() { Host = "127.0.0.1", Port = server.Port, StartTls = false, From = "Crm <crm@firm.example>", TimeoutSeconds = 10 };

    private static Task<DeliveryResult> SendAsync(SmtpServer server, OutgoingMessage message, double timeout = 10) =>
        new EmailChannel(OptionsOf(server) with { TimeoutSeconds = timeout }, new Html()).SendAsync(message, CancellationToken.None);

    [TestCase("Ada\r\nBcc: other@example.com")]
    [TestCase("Ada\nBcc: other@example.com")]
    [TestCase("Ada\rBcc: other@example.com")]
    [TestCase("Ada\u0085Bcc: other@example.com")]
    [TestCase("Ada\r\n\r\nBcc: other@example.com")]
    [TestCase("Ada\0\r\n Bcc: other@example.com")]
    [TestCase("Äda 漢\r\nBcc: other@example.com")]
    public async Task No_name_or_subject_adds_a_header(string text)
    {
        await using var server = new SmtpServer();
        var message = Message(name: text, subject: text);
        Assert.That((await SendAsync(server, message)).Outcome, Is.EqualTo(DeliveryOutcome.Sent));

        var received = server.Received.Single();
        Assert.That(received.To, Is.EqualTo(Address));
        Assert.That(
            received.HeaderNames,
            Is.EquivalentTo(new[] { "From", "To", "Reply-To", "Subject", "Date", "Message-Id", "MIME-Version", "Content-Type" }));
        Assert.That(received.Body.TrimEnd(), Is.EqualTo("Dear Ada"));
    }

    [TestCase("Ada\" <other@example.com>, \"Eve")]
    [TestCase("Ada\\\" <other@example.com>, \"Eve")]
    [TestCase("other@example.com, Ada")]
    [TestCase("<other@example.com>")]
    [TestCase("Ada (other@example.com)")]
    [TestCase("Ada\\")]
    public async Task No_name_adds_an_address(string name)
    {
        await using var server = new SmtpServer();
        await SendAsync(server, Message(name));

        var received = server.Received.Single();
        foreach (var (header, address) in new[] { ("To", Address), ("Reply-To", "seller@firm.example") })
        {
            // Without the quoted text, only the address remains.
            var value = Regex.Replace(received.Header(header)!, @"""(?:[^""\\]|\\.)*""", "", RegexOptions.None, TimeSpan.FromSeconds(1));
            Assert.That(value.Trim(), Is.EqualTo($"<{address}>"));
        }
    }

    [TestCase("ada@example.com\r\nRCPT TO:<other@example.com>")]
    [TestCase("ada@example.com>\r\nRCPT TO:<other@example.com")]
    [TestCase("\"ada\r\nBcc: other@example.com\"@example.com")]
    [TestCase("ada@example.com, other@example.com")]
    [TestCase("Ada <ada@example.com>")]
    [TestCase("ada@example.com\0")]
    [TestCase("")]
    public async Task What_is_not_one_address_is_not_sent(string address)
    {
        await using var server = new SmtpServer();
        var result = await SendAsync(server, Message(address: address));
        Assert.That(result.Outcome, Is.EqualTo(DeliveryOutcome.Failed));
        Assert.That(server.Received, Is.Empty);
    }

    [TestCase(nameof(SmtpBehaviour.Accept), DeliveryOutcome.Sent)]
    [TestCase(nameof(SmtpBehaviour.RejectTemporarily), DeliveryOutcome.Deferred)]
    [TestCase(nameof(SmtpBehaviour.RejectPermanently), DeliveryOutcome.Failed)]
    [TestCase(nameof(SmtpBehaviour.RejectMessageTemporarily), DeliveryOutcome.Deferred)]
    [TestCase(nameof(SmtpBehaviour.RejectMessage), DeliveryOutcome.Failed)]
    [TestCase(nameof(SmtpBehaviour.RequireLogin), DeliveryOutcome.Deferred)]
    [TestCase(nameof(SmtpBehaviour.DropAtConnect), DeliveryOutcome.Deferred)]
    [TestCase(nameof(SmtpBehaviour.DropBeforeData), DeliveryOutcome.Deferred)]
    [TestCase(nameof(SmtpBehaviour.HangBeforeData), DeliveryOutcome.Deferred)]
    [TestCase(nameof(SmtpBehaviour.DropAfterData), DeliveryOutcome.Unknown)]
    [TestCase(nameof(SmtpBehaviour.Hang), DeliveryOutcome.Unknown)]
    [TestCase(nameof(SmtpBehaviour.HangAfterConfirmation), DeliveryOutcome.Sent)]
    public async Task Only_a_message_without_a_final_response_is_unknown(string behaviour, DeliveryOutcome outcome)
    {
        await using var server = new SmtpServer { Behaviour = Enum.Parse<SmtpBehaviour>(behaviour) };
        // Only tests of a server that does not respond wait for the time-out, which must be long enough to deliver the message before.
        var timeout = behaviour.StartsWith("Hang", StringComparison.Ordinal) ? 1 : 10;
        Assert.That((await SendAsync(server, Message(), timeout)).Outcome, Is.EqualTo(outcome));
    }

    [Test]
    public async Task A_rejected_login_is_tried_again()
    {
        await using var server = new SmtpServer { Behaviour = SmtpBehaviour.RequireLogin };
        var options = OptionsOf(server) with { Username = "crm", Password = "wrong" };
        var result = await new EmailChannel(options, new Html()).SendAsync(Message(), CancellationToken.None);
        Assert.That(result, Is.EqualTo(new DeliveryResult(DeliveryOutcome.Deferred, "The mail server rejected the login.")));
    }

    [Test]
    public async Task A_server_without_encryption_gets_no_message_where_encryption_is_wanted()
    {
        await using var server = new SmtpServer();
        var result = await new EmailChannel(OptionsOf(server) with { StartTls = true }, new Html())
            .SendAsync(Message(), CancellationToken.None);
        Assert.That(result.Outcome, Is.EqualTo(DeliveryOutcome.Deferred));
        Assert.That(server.Received, Is.Empty);
    }

    [Test]
    public async Task A_service_that_stops_before_the_message_knows_that_it_was_not_sent()
    {
        await using var server = new SmtpServer { Behaviour = SmtpBehaviour.HangBeforeData };
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        var result = await new EmailChannel(OptionsOf(server), new Html()).SendAsync(Message(), stop.Token);
        Assert.That(result.Outcome, Is.EqualTo(DeliveryOutcome.Deferred));
    }

    [TestCase("Ann\" <other@evil.example>, \"Bob")]
    [TestCase("Dwayne \"The Rock\" Johnson")]
    [TestCase("Müller, Jörg; \"Chef\" <chef@evil.example>")]
    [TestCase("=?utf-8?Q?Eve_=3Ceve=40evil.example=3E?=")]
    [TestCase("a =?iso-8859-1?B?w7w=?= b")]
    [TestCase("漢字 ﷽ 😀 <x@y>")]
    [TestCase("(comment) \\ : , ; [ ] @ .")]
    [TestCase("undisclosed recipients:;")]
    [TestCase("LONG")]
    [TestCase("ＬＯＮＧ")]
    public async Task Each_header_with_text_of_users_shows_this_text_and_nothing_else(string text)
    {
        text = text switch { "LONG" => new string('x', 1000), "ＬＯＮＧ" => string.Concat(Enumerable.Repeat("ü😀 ", 250)).Trim(), _ => text };
        await using var server = new SmtpServer();
        Assert.That((await SendAsync(server, Message(name: text, subject: text))).Outcome, Is.EqualTo(DeliveryOutcome.Sent));

        var received = server.Received.Single();
        var shown = text.Replace("=?", "= ?", StringComparison.Ordinal);
        Assert.That(received.To, Is.EqualTo(Address));
        var mail = received.Parsed;
        var to = mail.To.Mailboxes.Single();
        var replyTo = mail.ReplyTo.Mailboxes.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(mail.To, Has.Count.EqualTo(1));
            Assert.That((to.Address, to.Name), Is.EqualTo((Address, shown)));
            Assert.That((replyTo.Address, replyTo.Name), Is.EqualTo(("seller@firm.example", shown)));
            Assert.That(mail.Subject, Is.EqualTo(shown));
            Assert.That(mail.From.Mailboxes.Single().Address, Is.EqualTo("crm@firm.example"));
            Assert.That(received.Data.Split("\r\n").Max(l => l.Length), Is.LessThanOrEqualTo(998));
            Assert.That(received.Data, Does.Match("^[\\x00-\\x7f]*$"), "Only ASCII is sent.");
        }
    }

    [Test]
    public async Task A_reply_names_its_thread_and_has_both_parts()
    {
        await using var server = new SmtpServer();
        var ids = Enumerable.Range(0, 30).Select(n => $"{Guid.CreateVersion7():N}.{n}@mail.example.com").ToArray();
        await SendAsync(server, Message() with { Thread = ids, Content = null, ContentHtml = "<p>Dear <b>Ada</b>,</p><p>größer</p>" });

        var mail = server.Received.Single().Parsed;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(mail.InReplyTo, Is.EqualTo(ids[^1]));
            Assert.That(mail.References, Is.EqualTo(ids));
            Assert.That(mail.Body!.ContentType.MimeType, Is.EqualTo("multipart/alternative"));
            Assert.That(mail.HtmlBody!.Trim(), Is.EqualTo("<p>Dear <b>Ada</b>,</p><p>größer</p>"));
            Assert.That(mail.TextBody!.ReplaceLineEndings("\n").Trim(), Is.EqualTo("Dear Ada,\ngrößer"));
        }
    }

    [Test]
    public async Task An_international_address_is_sent_where_the_server_accepts_it()
    {
        await using var server = new SmtpServer { OffersUtf8 = true };
        Assert.That((await SendAsync(server, Message(address: "müller@example.org"))).Outcome, Is.EqualTo(DeliveryOutcome.Sent));
        var received = server.Received.Single();
        Assert.That(System.Text.Encoding.UTF8.GetString(System.Text.Encoding.Latin1.GetBytes(received.To)),
            Is.EqualTo("müller@example.org"));
        Assert.That(received.Parsed.To.Mailboxes.Single().Address, Is.EqualTo("müller@example.org"));
    }

    [TestCase("müller@example.org", "seller@firm.example")]
    [TestCase("müller@bücher.example", "seller@firm.example")]
    [TestCase(Address, "jörg@firm.example")]
    public async Task An_international_address_fails_at_once_where_the_server_does_not_accept_it(string to, string replyTo)
    {
        await using var server = new SmtpServer();
        var result = await SendAsync(server, Message(address: to) with { ReplyTo = replyTo });
        Assert.That(result.Outcome, Is.EqualTo(DeliveryOutcome.Failed));
        Assert.That(result.Reason, Does.Contain("SMTPUTF8"));
        Assert.That(server.Received, Is.Empty);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task An_international_domain_is_sent_as_punycode(bool offersUtf8)
    {
        await using var server = new SmtpServer { OffersUtf8 = offersUtf8 };
        Assert.That((await SendAsync(server, Message(address: "info@bücher.example"))).Outcome, Is.EqualTo(DeliveryOutcome.Sent));
        Assert.That(server.Received.Single().To, Is.EqualTo("info@xn--bcher-kva.example"));
        Assert.That(server.Received.Single().Data, Does.Contain("<info@xn--bcher-kva.example>"));
    }

    [Test]
    public async Task An_international_address_is_written_to_the_pickup_folder()
    {
        var folder = TestFolder.Create();
        try
        {
            var message = Message(address: "müller@bücher.example");
            var result = await new EmailChannel(new MailOptions { PickupFolder = folder }, new Html()).SendAsync(
                message, CancellationToken.None);
            Assert.That(result, Is.EqualTo(new DeliveryResult(DeliveryOutcome.Sent, null, $"{message.Id}@localhost")));
            var mail = MimeKit.MimeMessage.Load(Path.Combine(folder, $"{message.Id}.eml"));
            Assert.That(mail.To.Mailboxes.Single().Address, Is.EqualTo("müller@bücher.example"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [TestCase("<p onclick=\"x()\">a<script>b</script></p>", "<p>a</p>")]
    [TestCase("<a href=\"javascript:x()\">a</a><a href=\"mailto:a@b.example\">b</a>", "<a>a</a><a href=\"mailto:a@b.example\">b</a>")]
    [TestCase("<iframe src=x></iframe><object></object><embed><base href=//x><link rel=stylesheet href=x><meta http-equiv=refresh>a", "a")]
    [TestCase("<form action=x><input name=y></form>a", "a")]
    [TestCase("<style>@import 'x'</style><b>a</b>", "<b>a</b>")]
    [TestCase("<svg><script>x</script></svg><math><mtext></mtext></math>a", "a")]
    [TestCase("a &lt;b&gt; &amp; c", "a &lt;b&gt; &amp; c")]
    public void Html_is_cleaned(string html, string expected)
    {
        var clean = new Html().Clean(html);
        Assert.That(clean, Is.EqualTo(expected));
        Assert.That(new Html().Clean(clean), Is.EqualTo(clean));
    }

    [TestCase("<div>")]
    [TestCase("<b>")]
    [TestCase("<table><tr><td>")]
    [TestCase("<svg>")]
    [TestCase("<ul><li>")]
    [TestCase("<!--")]
    [TestCase("<a href=x ")]
    public void Deeply_nested_html_is_cleaned_too(string tag)
    {
        var clean = new Html().Clean(string.Concat(Enumerable.Repeat(tag, 20_000 / tag.Length)));
        Assert.That(new Html().TextOf(clean), Has.Length.LessThan(20_000));
    }
}
