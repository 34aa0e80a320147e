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
        Guid.CreateVersion7(), subject, "Dear Ada", address, name, "seller@firm.example", name, PossiblySentTwice: false);

    private static MailOptions OptionsOf(SmtpServer server) =>
        new() { Host = "127.0.0.1", Port = server.Port, StartTls = false, From = "Crm <crm@firm.example>", TimeoutSeconds = 10 };

    private static Task<DeliveryResult> SendAsync(SmtpServer server, OutgoingMessage message, double timeout = 10) =>
        new EmailChannel(OptionsOf(server) with { TimeoutSeconds = timeout }).SendAsync(message, CancellationToken.None);

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
        var result = await new EmailChannel(options).SendAsync(Message(), CancellationToken.None);
        Assert.That(result, Is.EqualTo(new DeliveryResult(DeliveryOutcome.Deferred, "The mail server rejected the login.")));
    }

    [Test]
    public async Task A_server_without_encryption_gets_no_message_where_encryption_is_wanted()
    {
        await using var server = new SmtpServer();
        var result = await new EmailChannel(OptionsOf(server) with { StartTls = true }).SendAsync(Message(), CancellationToken.None);
        Assert.That(result.Outcome, Is.EqualTo(DeliveryOutcome.Deferred));
        Assert.That(server.Received, Is.Empty);
    }

    [Test]
    public async Task A_service_that_stops_before_the_message_knows_that_it_was_not_sent()
    {
        await using var server = new SmtpServer { Behaviour = SmtpBehaviour.HangBeforeData };
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        var result = await new EmailChannel(OptionsOf(server)).SendAsync(Message(), stop.Token);
        Assert.That(result.Outcome, Is.EqualTo(DeliveryOutcome.Deferred));
    }
}
