using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using MimeKit;

namespace Crm.Api.Tests.Communications;

/// <summary>How the test mail server responds.</summary>
internal enum SmtpBehaviour
{
    Accept,

    /// <summary>Responds with 451 to RCPT.</summary>
    RejectTemporarily,

    /// <summary>Responds with 550 to RCPT.</summary>
    RejectPermanently,

    /// <summary>Responds with 535 to a login and with 530 without one.</summary>
    RequireLogin,

    /// <summary>Accepts the message and never responds.</summary>
    Hang,

    /// <summary>Accepts the message and closes the connection before responding.</summary>
    DropAfterData,

    /// <summary>Closes the connection instead of a greeting.</summary>
    DropAtConnect,

    /// <summary>Closes the connection before it accepts the message.</summary>
    DropBeforeData,

    /// <summary>Does not respond to DATA.</summary>
    HangBeforeData,

    /// <summary>Responds with 452 to the message.</summary>
    RejectMessageTemporarily,

    /// <summary>Responds with 554 to the message.</summary>
    RejectMessage,

    /// <summary>Confirms the message and then no longer responds.</summary>
    HangAfterConfirmation,
}

/// <summary>A message as received.</summary>
internal sealed record ReceivedMail(string From, string To, string Data)
{
    private string Head => Data[..Data.IndexOf("\r\n\r\n", StringComparison.Ordinal)];

    private string[] Lines =>
        Head.Replace("\r\n ", " ", StringComparison.Ordinal).Replace("\r\n\t", " ", StringComparison.Ordinal).Split("\r\n");

    public IEnumerable<string> HeaderNames => Lines.Select(l => l.Split(':')[0]);

    /// <summary>The unfolded value of a header; null if there is none.</summary>
    public string? Header(string name) =>
        Lines.Where(l => l.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
            .Select(l => l[(name.Length + 1)..].Trim()).SingleOrDefault();

    public string Subject => Parsed.Subject ?? "";
    public string Body => Parsed.TextBody ?? "";

    public MimeMessage Parsed => MimeMessage.Load(new MemoryStream(Encoding.Latin1.GetBytes(Data)));
}

/// <summary>A small mail server that stores received messages; tests set its behaviour.</summary>
internal sealed class SmtpServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentQueue<ReceivedMail> received = new();
    private readonly Task running;

    public SmtpServer()
    {
        listener.Start();
        running = RunAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;
    public SmtpBehaviour Behaviour { get; set; }

    /// <summary>Whether it offers SMTPUTF8.</summary>
    public bool OffersUtf8 { get; init; }
    public IReadOnlyList<ReceivedMail> Received => [.. received];

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
    }

    private async Task RunAsync()
    {
        var sessions = new List<Task>();
        try
        {
            while (true)
                sessions.Add(HandleSessionAsync(await listener.AcceptTcpClientAsync(stop.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(sessions).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task HandleSessionAsync(TcpClient client)
    {
        using var _ = client;
        client.NoDelay = true;
        await using var stream = client.GetStream();
        using var reader = new StreamReader(stream, Encoding.Latin1);
        await using var writer = new StreamWriter(stream, Encoding.Latin1) { NewLine = "\r\n", AutoFlush = true };
        if (Behaviour == SmtpBehaviour.DropAtConnect)
            return;
        await writer.WriteLineAsync("220 test");
        var (from, to) = ("", "");
        while (await reader.ReadLineAsync(stop.Token) is { } line)
        {
            var verb = line.Split(' ', ':')[0].ToUpperInvariant();
            switch (verb)
            {
                case "EHLO" when Behaviour == SmtpBehaviour.RequireLogin:
                    await writer.WriteLineAsync("250-test\r\n250 AUTH LOGIN");
                    break;
                case "EHLO" when OffersUtf8:
                    await writer.WriteLineAsync("250-test\r\n250-8BITMIME\r\n250 SMTPUTF8");
                    break;
                case "AUTH":
                    await writer.WriteLineAsync("535 5.7.8 wrong password");
                    break;
                case "MAIL" when Behaviour == SmtpBehaviour.RequireLogin:
                    await writer.WriteLineAsync("530 5.7.0 log in first");
                    break;
                case "MAIL":
                    from = Address(line);
                    await writer.WriteLineAsync("250 ok");
                    break;
                case "RCPT":
                    to = Address(line);
                    await writer.WriteLineAsync(Behaviour switch
                    {
                        SmtpBehaviour.RejectTemporarily => "451 4.3.0 try again later",
                        SmtpBehaviour.RejectPermanently => "550 5.1.1 no such mailbox",
                        _ => "250 ok",
                    });
                    break;
                case "DATA" when Behaviour == SmtpBehaviour.DropBeforeData:
                    return;
                case "DATA" when Behaviour == SmtpBehaviour.HangBeforeData:
                    await Task.Delay(Timeout.Infinite, stop.Token);
                    break;
                case "DATA":
                    await writer.WriteLineAsync("354 go on");
                    var data = new StringBuilder();
                    while (await reader.ReadLineAsync(stop.Token) is { } text and not ".")
                        data.Append(text.StartsWith("..", StringComparison.Ordinal) ? text[1..] : text).Append("\r\n");
                    received.Enqueue(new ReceivedMail(from, to, data.ToString()));
                    if (Behaviour == SmtpBehaviour.DropAfterData)
                        return;
                    if (Behaviour == SmtpBehaviour.Hang)
                        await Task.Delay(Timeout.Infinite, stop.Token);
                    await writer.WriteLineAsync(Behaviour switch
                    {
                        SmtpBehaviour.RejectMessageTemporarily => "452 4.3.1 no space left",
                        SmtpBehaviour.RejectMessage => "554 5.7.1 looks like spam",
                        _ => "250 taken",
                    });
                    if (Behaviour == SmtpBehaviour.HangAfterConfirmation)
                        await Task.Delay(Timeout.Infinite, stop.Token);
                    break;
                case "QUIT":
                    await writer.WriteLineAsync("221 bye");
                    return;
                default:
                    await writer.WriteLineAsync("250 ok");
                    break;
            }
        }
    }

    private static string Address(string line) =>
        line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..line.IndexOf('>', StringComparison.Ordinal)];
}
