using System.Text;
using Crm.Domain.Communications;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Crm.Infrastructure.Communications;

/// <summary>Sends e-mail over SMTP if a server is configured, else writes files to the pickup folder.</summary>
public sealed class EmailChannel(MailOptions options, IHtml html) : IChannel
{
    private const int MaxReason = 500;
    private const int ImplicitTlsPort = 465;
    private const string NeedsUtf8 =
        "The mail server does not accept addresses with characters such as ü before the @ (SMTPUTF8); use another address.";

    /// <summary>Not the message, but the settings or the server have to be corrected: login, encryption.</summary>
    private static readonly int[] ConnectionCodes = [421, 454, 530, 534, 535, 538];

    public CommunicationType Type => CommunicationType.Email;

    public async Task<DeliveryResult> SendAsync(OutgoingMessage message, CancellationToken ct)
    {
        if (message.Address is null)
            return Failed("Neither the contact nor the lead has an e-mail address any more.");
        if (MailboxOf(message.Address, message.Name) is not { } recipient)
            return Failed("The e-mail address is not valid.");
        if (!MailboxAddress.TryParse(options.From, out var from) || MailboxOf(from.Address, from.Name) is not { } sender)
            return Deferred("The sender address in the settings of the service is not valid.");
        MimeMessage mail;
        try
        {
            mail = Compose(message, sender, recipient);
        }
#pragma warning disable CA1031 // Nothing has been sent: whatever cannot be composed now cannot be composed later either.
        catch (Exception)
#pragma warning restore CA1031
        {
            return Failed("The message could not be written as an e-mail.");
        }

        using (mail)
        {
            var result = options.Host is { } host ? await SmtpAsync(host, mail, ct) : await WriteFileAsync(mail, message.Id);
            return result.Outcome == DeliveryOutcome.Sent ? result with { MessageId = mail.MessageId } : result;
        }
    }

    private MimeMessage Compose(OutgoingMessage message, MailboxAddress sender, MailboxAddress recipient)
    {
        var mail = new MimeMessage
        {
            Subject = HeaderText(message.Subject),
            Body = BodyOf(message),
            MessageId = $"{message.Id}@{MailboxAddress.EncodeAddrspec(sender.Address).Split('@')[^1]}",
        };
        mail.From.Add(sender);
        mail.To.Add(recipient);
        if (message.ReplyTo is { } replyTo && MailboxOf(replyTo, message.ReplyToName) is { } author)
            mail.ReplyTo.Add(author);
        if (message.Thread is [.., var answered])
        {
            mail.InReplyTo = answered;
            mail.References.AddRange(message.Thread);
        }

        if (message.PossiblySentTwice)
            mail.Headers.Add("X-Possibly-Sent-Twice", "true");
        mail.Prepare(EncodingConstraint.SevenBit);
        return mail;
    }

    private MimeEntity BodyOf(OutgoingMessage message)
    {
        if (message.ContentHtml is not { } content)
            return Part("plain", message.Content ?? "");
        return new MultipartAlternative(Part("plain", message.Content ?? html.TextOf(content)), Part("html", content));

        // Lines of text end in CR LF in a message, however they end in the communication.
        static TextPart Part(string type, string text) => new(type) { Text = text.ReplaceLineEndings("\r\n") };
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

        var format = Format(mail);
        if (format.International && !client.Capabilities.HasFlag(SmtpCapabilities.UTF8))
            return Failed(NeedsUtf8);
        // With this capability the library would write every domain as it is.
        if (!format.International)
            client.Capabilities &= ~SmtpCapabilities.UTF8;
        try
        {
            await client.SendAsync(format, mail, limit.Token, content);
        }
        catch (SmtpCommandException e) when ((int)e.StatusCode is >= 400 and < 600)
        {
            return IsPermanent((int)e.StatusCode) ? Failed(ReasonOf(e)) : Deferred(ReasonOf(e));
        }
        catch (ServiceNotAuthenticatedException)
        {
            return Deferred("The mail server requires a login.");
        }
        catch (NotSupportedException) when (!content.Started)
        {
            return Failed(NeedsUtf8);
        }
        // Without its content the server cannot have accepted the message, whatever happened.
#pragma warning disable CA1031
        catch (Exception) when (!content.Started)
#pragma warning restore CA1031
        {
            return Deferred("The connection to the mail server ended before the message was sent.");
        }
        catch (Exception e) when (e is ProtocolException or CommandException or IOException or ServiceNotConnectedException
            or OperationCanceledException)
        {
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

    /// <summary>With international headers only where an address needs them: not every server passes those on.</summary>
    private static FormatOptions Format(MimeMessage mail)
    {
        var format = FormatOptions.Default.Clone();
        format.International = mail.From.Mailboxes.Concat(mail.To.Mailboxes).Concat(mail.ReplyTo.Mailboxes)
            .Any(m => !Ascii.IsValid(MailboxAddress.EncodeAddrspec(m.Address)));
        return format;
    }

    /// <summary>The file is complete or absent, has the message's id as its name (a second copy replaces the first), and only the
    /// service's user can read it.</summary>
    private async Task<DeliveryResult> WriteFileAsync(MimeMessage mail, Guid id)
    {
        string? part = null;
        try
        {
            var folder = FolderOf(options.PickupFolder);
            part = Path.Combine(folder, $".{Guid.NewGuid():N}");
            var format = Format(mail);
            format.NewLineFormat = NewLineFormat.Dos;
            var create = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
            if (!OperatingSystem.IsWindows())
                create.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            await using (var file = new FileStream(part, create))
            {
                await mail.WriteToAsync(format, file);
                await file.FlushAsync();
                file.Flush(flushToDisk: true);
            }

            File.Move(part, Path.Combine(folder, $"{id}.eml"), overwrite: true);
            return new DeliveryResult(DeliveryOutcome.Sent);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (part is not null)
                TryDelete(part);
            return Deferred("The pickup folder cannot be written to.");
        }
    }

    /// <summary>Creates a missing folder for the service's user alone. An existing one keeps the mode that the operator gave it.</summary>
    private static string FolderOf(string path) => (OperatingSystem.IsWindows() || Directory.Exists(path)
        ? Directory.CreateDirectory(path)
        : Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute)).FullName;

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next attempt writes a file of another name.
        }
    }

    /// <summary>An address with a name; null if the address is not a single valid one. Its domain is written in ASCII (punycode) unless
    /// the part before it needs SMTPUTF8.</summary>
    private static MailboxAddress? MailboxOf(string address, string? name)
    {
        if (address.Any(char.IsControl) || !MailboxAddress.TryParse(address, out var parsed) || parsed.Address != address)
            return null;
        try
        {
            var encoded = MailboxAddress.EncodeAddrspec(address);
            return Ascii.IsValid(encoded.AsSpan(encoded.LastIndexOf('@'))) ? new MailboxAddress(HeaderText(name), address) : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static DeliveryResult Failed(string reason) => new(DeliveryOutcome.Failed, reason);

    private static DeliveryResult Deferred(string reason) => new(DeliveryOutcome.Deferred, reason);

    /// <summary>Makes a text a single line.</summary>
    private static string OneLine(string? text) => text is null ? "" : new string([.. text.Select(c => char.IsControl(c) ? ' ' : c)]);

    /// <summary>A text of a header: one line, which no reader decodes to another text. The library writes ASCII as it is, so what looks
    /// like an encoded word (RFC 2047) would be decoded.</summary>
    private static string HeaderText(string? text) => OneLine(text).Replace("=?", "= ?", StringComparison.Ordinal);

    /// <summary>Records whether any of the message's content was passed to the connection.</summary>
    private sealed class ContentProgress : ITransferProgress
    {
        public bool Started { get; private set; }

        public void Report(long bytesTransferred, long totalSize) => Started = true;

        public void Report(long bytesTransferred) => Started = true;
    }
}
