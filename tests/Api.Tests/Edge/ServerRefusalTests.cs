using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Crm.Api.Tests.Edge;

/// <summary>What the server rejects before the application runs gets a problem document, too.</summary>
[Category("Slow")]
public sealed class ServerRefusalTests : ApiTest
{
    private static readonly string Long = new('a', 40_000);

    private static IEnumerable<TestCaseData> Requests()
    {
        yield return new TestCaseData($"GET /api/companies?q={Long} HTTP/1.1\r\nHost: x\r\n\r\n", 414, "address_too_long")
            .SetArgDisplayNames("414");
        yield return new TestCaseData($"GET / HTTP/1.1\r\nHost: x\r\nX-Long: {Long}\r\n\r\n", 431, "headers_too_large")
            .SetArgDisplayNames("431");
        var many = string.Concat(Enumerable.Range(0, 80).Select(i => $"X-{i}: 1\r\n"));
        yield return new TestCaseData($"GET / HTTP/1.1\r\nHost: x\r\n{many}\r\n", 431, "headers_too_large").SetArgDisplayNames("431 many");
        yield return new TestCaseData("GET /api/companies/%00 HTTP/1.1\r\nHost: x\r\n\r\n", 400, "bad_request").SetArgDisplayNames("%00");
        yield return new TestCaseData("GET /api/a%00b/c HTTP/1.1\r\nHost: x\r\n\r\n", 400, "bad_request").SetArgDisplayNames("a%00b");
        yield return new TestCaseData("nonsense\r\n\r\n", 400, "bad_request").SetArgDisplayNames("request line");
        yield return new TestCaseData("GET / HTTP/1.1\r\n\r\n", 400, "bad_request").SetArgDisplayNames("no host");
        yield return new TestCaseData("GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 400, "bad_request").SetArgDisplayNames("two hosts");
        yield return new TestCaseData("GET / HTTP/1.1\r\nHost x\r\n\r\n", 400, "bad_request").SetArgDisplayNames("header line");
        yield return new TestCaseData("GET / HTTP/4.2\r\nHost: x\r\n\r\n", 505, "http_version_not_supported").SetArgDisplayNames("505");
        yield return new TestCaseData(
            "POST /api/companies HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n", 400, "bad_request").SetArgDisplayNames("length");
    }

    [TestCaseSource(nameof(Requests))]
    public async Task A_request_that_the_server_rejects_gets_a_problem_document(string request, int status, string code)
    {
        CheckProblem(await SendAsync(request), status, code);
        // Also after other requests on the same connection.
        var first = $"GET /health/live HTTP/1.1\r\nHost: {Host.Address.Authority}\r\n\r\n";
        var both = await SendAsync(first + request);
        Assert.That(both, Does.StartWith("HTTP/1.1 200 OK"));
        CheckProblem(both[both.IndexOf("HTTP/1.1", 10, StringComparison.Ordinal)..], status, code);
    }

    [Test]
    public async Task A_head_request_that_the_server_rejects_gets_no_content()
    {
        var response = await SendAsync($"HEAD / HTTP/1.1\r\nHost: x\r\nX-Long: {Long}\r\n\r\n");
        Assert.That(response, Does.StartWith("HTTP/1.1 431 ").And.EndWith("\r\n\r\n"));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_huge_body_is_rejected_without_a_reset(bool chunked)
    {
        var body = new byte[40 * 1024 * 1024];
        Array.Fill(body, (byte)' ');
        foreach (var (client, path, status, code) in new[]
        {
            (Admin, "/api/companies", 413, "body_too_large"), (Anonymous, "/api/companies", 401, "not_authenticated"),
            (Admin, "/api/nowhere", 413, "body_too_large"),
        })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
            request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
            request.Headers.TransferEncodingChunked = chunked;
            (await client.SendAsync(request)).IsProblem(status, code);
        }
    }

    [Test]
    public async Task Connections_that_send_nothing_shut_nobody_out_and_are_closed()
    {
        await using var host = await TestHost.StartAsync(
            await (await TestCluster.GetAsync()).CreateDatabaseAsync(),
            builder => builder.Configuration["Connections:SilentSeconds"] = "2");
        var silent = new List<TcpClient>();
        try
        {
            for (var i = 0; i < 2100; i++)
            {
                var client = new TcpClient();
                silent.Add(client);
                await client.ConnectAsync(host.Address.Host, host.Address.Port);
                if (i % 300 == 299)
                    (await new ApiClient(host, null).GetAsync("/health/live")).Is(200);
            }

            using var http = new HttpClient { BaseAddress = host.Address };
            Assert.That((await http.GetAsync("/health/live")).IsSuccessStatusCode, Is.True);
            var rest = silent[^1].GetStream();
            Assert.That(await rest.ReadAsync(new byte[1]).AsTask().WaitAsync(TimeSpan.FromSeconds(20)), Is.Zero);
        }
        finally
        {
            silent.ForEach(c => c.Dispose());
        }
    }

    [Test]
    public async Task One_address_holds_only_some_of_the_connections()
    {
        await using var host = await TestHost.StartAsync(
            await (await TestCluster.GetAsync()).CreateDatabaseAsync(), builder => builder.Configuration["Connections:PerAddress"] = "3");
        var open = new List<TcpClient>();
        try
        {
            for (var i = 0; i < 3; i++)
            {
                var client = new TcpClient();
                open.Add(client);
                await client.ConnectAsync(host.Address.Host, host.Address.Port);
                await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes("GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n"));
                Assert.That(await client.GetStream().ReadAsync(new byte[15]), Is.Positive);
            }

            using var fourth = new TcpClient();
            await fourth.ConnectAsync(host.Address.Host, host.Address.Port);
            Assert.That(await fourth.GetStream().ReadAsync(new byte[1]).AsTask().WaitAsync(TimeSpan.FromSeconds(10)), Is.Zero);
        }
        finally
        {
            open.ForEach(c => c.Dispose());
        }
    }

    private static void CheckProblem(string response, int status, string code)
    {
        Assert.That(response, Does.StartWith($"HTTP/1.1 {status.ToString(CultureInfo.InvariantCulture)} "));
        var (head, body) = (response.Split("\r\n\r\n")[0], response[(response.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]);
        Assert.That(head, Does.Contain("Content-Type: application/problem+json").And.Contain($"Content-Length: {body.Length}"));
        Assert.That(head, Does.Contain("Cache-Control: no-store"));
        var problem = JsonElement.Parse(body);
        foreach (var member in new[] { "type", "title", "status", "detail", "instance", "code", "traceId" })
            Assert.That(problem.GetProperty(member).ToString(), Is.Not.Empty, member);
        Assert.That(problem.GetProperty("status").GetInt32(), Is.EqualTo(status));
        Assert.That(problem.GetProperty("code").GetString(), Is.EqualTo(code));
    }

    private async Task<string> SendAsync(string request)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(Host.Address.Host, Host.Address.Port);
        await using var stream = tcp.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(20));
    }
}
