using System.Net;
using System.Net.Mail;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Crm.Domain.Communications;

namespace Crm.Infrastructure.Communications;

/// <summary>E-mail over SMTP where a server is configured, else as a file in the pick-up folder.</summary>
public sealed class EmailChannel(MailOptions options) : IChannel
{
    private const int MaxReason = 500;

    /// <summary>The server's own settings are wrong or want repair, not the message: log in, encryption.</summary>
    private static readonly int[] OfTheConnection = [421, 454, 530, 534, 535, 538];

    public CommunicationType Type => CommunicationType.Email;

    public async Task<DeliveryResult> SendAsync(OutgoingMessage message, CancellationToken ct)
    {
        if (message.Address is null)
            return new DeliveryResult(DeliveryOutcome.Failed, "Neither the contact nor the lead has an e-mail address any more.");
        MailMessage mail;
        try
        {
            mail = Mail(message);
        }
        catch (FormatException)
        {
            return new DeliveryResult(DeliveryOutcome.Failed, "The e-mail address is not one that mail can be sent to.");
        }

        using (mail)
            return options.Host is null ? await PickUpAsync(mail, message.Id, ct) : await SmtpAsync(mail, ct);
    }

    private MailMessage Mail(OutgoingMessage message)
    {
        var from = new MailAddress(options.From);
        var mail = new MailMessage
        {
            From = from,
            Subject = OneLine(message.Subject),
            SubjectEncoding = Encoding.UTF8,
            Body = message.Content ?? "",
            BodyEncoding = Encoding.UTF8,
            HeadersEncoding = Encoding.UTF8,
        };
        mail.To.Add(new MailAddress(message.Address!, OneLine(message.Name), Encoding.UTF8));
        if (message.ReplyTo is { } replyTo)
            mail.ReplyToList.Add(new MailAddress(replyTo, OneLine(message.ReplyToName), Encoding.UTF8));
        mail.Headers.Add("Message-ID", $"<{message.Id}@{from.Host}>");
        if (message.PossiblySentTwice)
            mail.Headers.Add("X-Possibly-Sent-Twice", "true");
        return mail;
    }

    private async Task<DeliveryResult> SmtpAsync(MailMessage mail, CancellationToken ct)
    {
        using var client = new SmtpClient(options.Host, options.Port) { EnableSsl = options.StartTls };
        if (options.Username is not null)
            client.Credentials = new NetworkCredential(options.Username, options.Password);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(TimeSpan.FromSeconds(options.TimeoutSeconds));
        try
        {
            // Waited for no longer than that: the client itself notices a cancellation only when the server speaks next.
            await client.SendMailAsync(mail, limit.Token).WaitAsync(limit.Token);
            return new DeliveryResult(DeliveryOutcome.Sent);
        }
        catch (SmtpException e)
        {
            return ResultOf(e);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new DeliveryResult(DeliveryOutcome.Unknown, "The mail server did not answer in time.");
        }
    }

    private static DeliveryResult ResultOf(SmtpException e)
    {
        var status = (int)e.StatusCode;
        var said = OneLine(e.Message)!;
        said = $"The mail server refused it ({status}): {(said.Length > MaxReason ? said[..MaxReason] : said)}";
        return status switch
        {
            _ when OfTheConnection.Contains(status) => new DeliveryResult(DeliveryOutcome.Deferred, said),
            >= 500 and < 600 => new DeliveryResult(DeliveryOutcome.Failed, said),
            >= 400 and < 500 => new DeliveryResult(DeliveryOutcome.Deferred, said),
            // These come before anything is said; a time-out or a lost network may come at any point.
            _ when e.GetBaseException() is SocketException { SocketErrorCode: SocketError.ConnectionRefused or SocketError.HostNotFound or SocketError.TryAgain }
                or AuthenticationException =>
                new DeliveryResult(DeliveryOutcome.Deferred, "The mail server cannot be reached."),
            _ => new DeliveryResult(DeliveryOutcome.Unknown, "The connection to the mail server broke."),
        };
    }

    /// <summary>A file is whole or not there at all, and named after the message: a second copy takes the first one's place.</summary>
    private async Task<DeliveryResult> PickUpAsync(MailMessage mail, Guid id, CancellationToken ct)
    {
        try
        {
            var folder = Directory.CreateDirectory(options.PickupFolder);
            var part = folder.CreateSubdirectory($".{Guid.NewGuid():N}");
            using var client = new SmtpClient { DeliveryMethod = SmtpDeliveryMethod.SpecifiedPickupDirectory, PickupDirectoryLocation = part.FullName };
            await client.SendMailAsync(mail, ct);
            part.GetFiles().Single().MoveTo(Path.Combine(folder.FullName, $"{id}.eml"), overwrite: true);
            part.Delete(recursive: true);
            return new DeliveryResult(DeliveryOutcome.Sent);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SmtpException)
        {
            return new DeliveryResult(DeliveryOutcome.Deferred, "The pick-up folder cannot be written to.");
        }
    }

    /// <summary>Headers are one line each.</summary>
    private static string? OneLine(string? text) => text is null ? null : new string([.. text.Select(c => char.IsControl(c) ? ' ' : c)]);
}
