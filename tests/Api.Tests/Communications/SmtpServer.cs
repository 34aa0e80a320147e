using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Crm.Api.Tests.Communications;

/// <summary>How the server deals with a message.</summary>
internal enum SmtpBehaviour
{
    Accept,

    /// <summary>451 to the recipient.</summary>
    RefuseForNow,

    /// <summary>550 to the recipient.</summary>
    RefuseForGood,

    /// <summary>535 to whoever logs in, 530 to whoever does not.</summary>
    WantLogin,

    /// <summary>Takes the message and says nothing more.</summary>
    Hang,

    /// <summary>Takes the message and breaks the connection before it says so.</summary>
    DropAfterData,
}

/// <summary>A message as it came over the wire.</summary>
internal sealed record ReceivedMail(string From, string To, string Data)
{
    private string Head => Data[..Data.IndexOf("\r\n\r\n", StringComparison.Ordinal)];

    /// <summary>A header's value, unfolded; null where there is none.</summary>
    public string? Header(string name) => Head.Replace("\r\n ", " ", StringComparison.Ordinal).Replace("\r\n\t", " ", StringComparison.Ordinal).Split("\r\n")
        .Where(l => l.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase)).Select(l => l[(name.Length + 1)..].Trim()).SingleOrDefault();

    public string Subject => string.Concat(Header("Subject")!.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Word));

    public string Body
    {
        get
        {
            var body = Data[(Head.Length + 4)..];
            return Header("Content-Transfer-Encoding") == "base64" ? Encoding.UTF8.GetString(Convert.FromBase64String(body.Replace("\r\n", "", StringComparison.Ordinal))) : body;
        }
    }

    /// <summary>An encoded word (RFC 2047) in base64.</summary>
    private static string Word(string word) =>
        word.StartsWith("=?utf-8?B?", StringComparison.OrdinalIgnoreCase) ? Encoding.UTF8.GetString(Convert.FromBase64String(word[10..^2])) : word;
}

/// <summary>A small mail server that keeps what it is given and behaves as it is told.</summary>
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
    public SmtpBehaviour Manner { get; set; }
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
        var talks = new List<Task>();
        try
        {
            while (true)
                talks.Add(TalkAsync(await listener.AcceptTcpClientAsync(stop.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(talks).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using var _ = client;
        client.NoDelay = true;
        await using var stream = client.GetStream();
        using var reader = new StreamReader(stream, Encoding.Latin1);
        await using var writer = new StreamWriter(stream, Encoding.Latin1) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync("220 test");
        var (from, to) = ("", "");
        while (await reader.ReadLineAsync(stop.Token) is { } line)
        {
            var verb = line.Split(' ', ':')[0].ToUpperInvariant();
            switch (verb)
            {
                case "EHLO" when Manner == SmtpBehaviour.WantLogin:
                    await writer.WriteLineAsync("250-test\r\n250 AUTH LOGIN");
                    break;
                case "AUTH":
                    await writer.WriteLineAsync("535 5.7.8 wrong password");
                    break;
                case "MAIL" when Manner == SmtpBehaviour.WantLogin:
                    await writer.WriteLineAsync("530 5.7.0 log in first");
                    break;
                case "MAIL":
                    from = Address(line);
                    await writer.WriteLineAsync("250 ok");
                    break;
                case "RCPT":
                    to = Address(line);
                    await writer.WriteLineAsync(Manner switch
                    {
                        SmtpBehaviour.RefuseForNow => "451 4.3.0 try again later",
                        SmtpBehaviour.RefuseForGood => "550 5.1.1 no such mailbox",
                        _ => "250 ok",
                    });
                    break;
                case "DATA":
                    await writer.WriteLineAsync("354 go on");
                    var data = new StringBuilder();
                    while (await reader.ReadLineAsync(stop.Token) is { } text and not ".")
                        data.Append(text.StartsWith("..", StringComparison.Ordinal) ? text[1..] : text).Append("\r\n");
                    received.Enqueue(new ReceivedMail(from, to, data.ToString()));
                    if (Manner == SmtpBehaviour.DropAfterData)
                        return;
                    if (Manner == SmtpBehaviour.Hang)
                        await Task.Delay(Timeout.Infinite, stop.Token);
                    await writer.WriteLineAsync("250 taken");
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

    private static string Address(string line) => line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..line.IndexOf('>', StringComparison.Ordinal)];
}
