using System.Text;
using Crm.Domain.Communications;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Crm.Infrastructure.Communications;

/// <summary>Sends e-mail over SMTP if a server is configured, else writes files to the pickup folder.</summary>
public sealed class EmailChannel(MailOptions options) : IChannel
{
    private const int MaxReason = 500;
    private const int ImplicitTlsPort = 465;

    /// <summary>Not the message, but the settings or the server have to be corrected: login, encryption.</summary>
    private static readonly int[] ConnectionCodes = [421, 454, 530, 534, 535, 538];

    public CommunicationType Type => CommunicationType.Email;

    public async Task<DeliveryResult> SendAsync(OutgoingMessage message, CancellationToken ct)
    {
        if (message.Address is null)
            return Failed("Neither the contact nor the lead has an e-mail address any more.");
        if (MailboxOf(message.Address, message.Name) is not { } recipient)
            return Failed("The e-mail address is not valid.");
        if (!MailboxAddress.TryParse(options.From, out var sender))
            return Deferred("The sender address in the settings of the service is not valid.");
        using var mail = Compose(message, sender, recipient);
        return options.Host is { } host ? await SmtpAsync(host, mail, ct) : await WriteFileAsync(mail, message.Id);
    }

    private static MimeMessage Compose(OutgoingMessage message, MailboxAddress sender, MailboxAddress recipient)
    {
        // Lines of text end in CR LF in a message, however they end in the communication.
        var body = new TextPart("plain") { Text = (message.Content ?? "").ReplaceLineEndings("\r\n") };
        var mail = new MimeMessage { Subject = OneLine(message.Subject), Body = body, MessageId = $"{message.Id}@{sender.Domain}" };
        mail.From.Add(sender);
        mail.To.Add(recipient);
        if (message.ReplyTo is { } replyTo && MailboxOf(replyTo, message.ReplyToName) is { } author)
            mail.ReplyTo.Add(author);
        if (message.PossiblySentTwice)
            mail.Headers.Add("X-Possibly-Sent-Twice", "true");
        mail.Prepare(EncodingConstraint.SevenBit);
        return mail;
    }

    private async Task<DeliveryResult> SmtpAsync(string host, MimeMessage mail, CancellationToken ct)
    {
        // Revoked certificates are not checked: servers with a private authority publish no revocation list.
        using var client = new SmtpClient { CheckCertificateRevocation = false };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(TimeSpan.FromSeconds(options.TimeoutSeconds));
        var content = new ContentProgress();
        try
        {
            await client.ConnectAsync(host, options.Port, Encryption, limit.Token);
            if (options.Username is not null)
                await client.AuthenticateAsync(Encoding.UTF8, options.Username, options.Password ?? "", limit.Token);
        }
        catch (SmtpCommandException e)
        {
            return Deferred(ReasonOf(e));
        }
        catch (AuthenticationException)
        {
            return Deferred("The mail server rejected the login.");
        }
        // A failure up to here means that no message has been sent.
#pragma warning disable CA1031
        catch (Exception)
#pragma warning restore CA1031
        {
            return Deferred("The mail server cannot be reached.");
        }

        try
        {
            await client.SendAsync(mail, limit.Token, content);
        }
        catch (SmtpCommandException e) when ((int)e.StatusCode is >= 400 and < 600)
        {
            return IsPermanent((int)e.StatusCode) ? Failed(ReasonOf(e)) : Deferred(ReasonOf(e));
        }
        catch (ServiceNotAuthenticatedException)
        {
            return Deferred("The mail server requires a login.");
        }
        catch (NotSupportedException)
        {
            return Failed("The mail server does not accept addresses with these characters.");
        }
        catch (Exception e) when (e is ProtocolException or IOException or ServiceNotConnectedException or OperationCanceledException)
        {
            // Without its content the server cannot have accepted the message.
            if (!content.Started)
                return Deferred("The connection to the mail server ended before the message was sent.");
            if (ct.IsCancellationRequested)
                throw;
            return new DeliveryResult(DeliveryOutcome.Unknown, "The mail server did not confirm the message.");
        }

        // The server has confirmed the message, so errors at the end of the session do not matter. Errors of QUIT are not thrown.
        await client.DisconnectAsync(quit: true, limit.Token);
        return new DeliveryResult(DeliveryOutcome.Sent);
    }

    private SecureSocketOptions Encryption => options switch
    {
        { StartTls: false } => SecureSocketOptions.None,
        { Port: ImplicitTlsPort } => SecureSocketOptions.SslOnConnect,
        _ => SecureSocketOptions.StartTls,
    };

    private static bool IsPermanent(int status) => status >= 500 && !ConnectionCodes.Contains(status);

    private static string ReasonOf(SmtpCommandException e) =>
        $"The mail server rejected it ({(int)e.StatusCode}): {TextRules.Cut(OneLine(e.Message), MaxReason)}";

    /// <summary>The file is complete or absent, and has the message's id as its name: a second copy replaces the first.</summary>
    private async Task<DeliveryResult> WriteFileAsync(MimeMessage mail, Guid id)
    {
        try
        {
            var folder = Directory.CreateDirectory(options.PickupFolder).FullName;
            var part = Path.Combine(folder, $".{Guid.NewGuid():N}");
            var format = FormatOptions.Default.Clone();
            format.NewLineFormat = NewLineFormat.Dos;
            await mail.WriteToAsync(format, part);
            File.Move(part, Path.Combine(folder, $"{id}.eml"), overwrite: true);
            return new DeliveryResult(DeliveryOutcome.Sent);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Deferred("The pickup folder cannot be written to.");
        }
    }

    /// <summary>An address with a name; null if the address is not a single valid one.</summary>
    private static MailboxAddress? MailboxOf(string address, string? name) =>
        !address.Any(char.IsControl) && MailboxAddress.TryParse(address, out var parsed) && parsed.Address == address
            ? new MailboxAddress(OneLine(name), address)
            : null;

    private static DeliveryResult Failed(string reason) => new(DeliveryOutcome.Failed, reason);

    private static DeliveryResult Deferred(string reason) => new(DeliveryOutcome.Deferred, reason);

    /// <summary>Makes a header a single line.</summary>
    private static string OneLine(string? text) => text is null ? "" : new string([.. text.Select(c => char.IsControl(c) ? ' ' : c)]);

    /// <summary>Records whether any of the message's content was passed to the connection.</summary>
    private sealed class ContentProgress : ITransferProgress
    {
        public bool Started { get; private set; }

        public void Report(long bytesTransferred, long totalSize) => Started = true;

        public void Report(long bytesTransferred) => Started = true;
    }
}
