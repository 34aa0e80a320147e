using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Crm.Api.Tests.Hostile;

/// <summary>A response as it came over the wire.</summary>
public sealed record RawResponse(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string? Header(string name) => Headers.GetValueOrDefault(name);
}

/// <summary>
/// Sends requests byte by byte as given: a client library would refuse or repair what is broken on purpose. A reset connection and an
/// answer that does not come within the time are errors.
/// </summary>
public sealed class RawConnection(Uri address) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly byte[] buffer = new byte[64 * 1024];
    private TcpClient? client;
    private NetworkStream stream = null!;
    private int start;
    private int end;

    public void Dispose() => client?.Dispose();

    public async Task<RawResponse> SendAsync(HostileRequest request)
    {
        using var late = new CancellationTokenSource(Patience);
        var head = new StringBuilder($"{request.Method} {request.Target} HTTP/1.1\r\nHost: {address.Authority}\r\n");
        foreach (var (name, value) in request.Headers)
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        if (request.Body is not null || request.Method is "POST" or "PUT" or "PATCH")
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {request.Body?.Length ?? 0}\r\n");
        head.Append("\r\n");
        byte[] bytes = [.. Encoding.UTF8.GetBytes(head.ToString()), .. request.Body ?? []];
        var isReused = client is not null;
        try
        {
            return await ExchangeAsync(request.Method, bytes, late.Token);
        }
        catch (IOException) when (isReused && start == end)
        {
            // The service had closed the connection after the previous answer.
            Close();
            return await ExchangeAsync(request.Method, bytes, late.Token);
        }
    }

    private async Task<RawResponse> ExchangeAsync(string method, byte[] bytes, CancellationToken ct)
    {
        if (client is null)
        {
            client = new TcpClient { NoDelay = true };
            await client.ConnectAsync(address.Host, address.Port, ct);
            stream = client.GetStream();
            start = end = 0;
        }

        await stream.WriteAsync(bytes, ct);
        var status = int.Parse((await LineAsync(ct)).Split(' ')[1], CultureInfo.InvariantCulture);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await LineAsync(ct) is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers[line[..colon]] = line[(colon + 1)..].Trim();
        }

        var hasBody = method != "HEAD" && status is not (204 or 304);
        var body = !hasBody ? [] : headers.ContainsKey("Transfer-Encoding") ? await ChunksAsync(ct)
            : await BytesAsync(int.Parse(headers.GetValueOrDefault("Content-Length", "0"), CultureInfo.InvariantCulture), ct);
        if (headers.GetValueOrDefault("Connection") == "close")
            Close();
        return new RawResponse(status, headers, body);
    }

    private void Close()
    {
        client?.Dispose();
        client = null;
    }

    private async Task<byte[]> ChunksAsync(CancellationToken ct)
    {
        var body = new MemoryStream();
        while (int.Parse(await LineAsync(ct), NumberStyles.HexNumber, CultureInfo.InvariantCulture) is > 0 and var size)
        {
            body.Write(await BytesAsync(size, ct));
            await LineAsync(ct);
        }

        await LineAsync(ct);
        return body.ToArray();
    }

    private async Task<byte[]> BytesAsync(int count, CancellationToken ct)
    {
        var bytes = new byte[count];
        for (var i = 0; i < count;)
        {
            if (start == end)
                await FillAsync(ct);
            var taken = Math.Min(count - i, end - start);
            Array.Copy(buffer, start, bytes, i, taken);
            (start, i) = (start + taken, i + taken);
        }

        return bytes;
    }

    private async Task<string> LineAsync(CancellationToken ct)
    {
        var line = new List<byte>();
        while (true)
        {
            if (start == end)
                await FillAsync(ct);
            var value = buffer[start++];
            if (value == '\n')
                return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
            line.Add(value);
        }
    }

    private async Task FillAsync(CancellationToken ct)
    {
        (start, end) = (0, await stream.ReadAsync(buffer, ct));
        if (end == 0)
            throw new IOException("The service closed the connection.");
    }
}
