// Measures how many lead activities per second a running service accepts at POST /api/lead-activities/batch:
//   ./build.sh bench --url=http://localhost:5080 --login=admin --password=… [--connections=4] [--seconds=10] [--leads=200] [--size=1000]
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;

var options = args.Select(a => a.TrimStart('-').Split('=', 2)).ToDictionary(a => a[0], a => a.ElementAtOrDefault(1) ?? "");
string Option(string name, string otherwise) => options.GetValueOrDefault(name, otherwise);
int Number(string name, int otherwise) =>
    int.Parse(Option(name, otherwise.ToString(CultureInfo.InvariantCulture)), CultureInfo.InvariantCulture);

var (connections, seconds, leadCount, size) = (Number("connections", 4), Number("seconds", 10), Number("leads", 200), Number("size", 1000));
using var http = new HttpClient(
    new SocketsHttpHandler { MaxConnectionsPerServer = connections })
{ BaseAddress = new Uri(Option("url", "http://localhost:5080")) };

var login = await SendAsync(
    "/api/auth/login", JsonSerializer.SerializeToUtf8Bytes(new { login = Option("login", "admin"), password = Option("password", "") }));
http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", login.GetProperty("accessToken").GetString());
var leads = new List<string>();
for (var i = 0; i < leadCount; i++)
{
    var lead = await SendAsync(
        "/api/leads", JsonSerializer.SerializeToUtf8Bytes(
            new { firstName = "Bench", lastName = $"Lead {i}", email = $"lead{i}@bench.example", company = $"Company {i}" }));
    leads.Add(lead.GetProperty("id").GetString()!);
}

// Bodies as a web tracker sends them, built in advance because the client shares the machine with the service.
var bodies = Enumerable.Range(0, connections * 4).Select(Body).ToArray();
Console.WriteLine($"{connections} connections, batches of {size} over {leadCount} leads, {bodies[0].Length / 1024} KiB each");
await RunAsync(TimeSpan.FromSeconds(3));
var (batches, milliseconds, elapsed) = await RunAsync(TimeSpan.FromSeconds(seconds));
milliseconds.Sort();
Console.WriteLine($"{batches * size / elapsed.TotalSeconds:N0} activities/s ({batches} batches in {elapsed.TotalSeconds:0.0} s; a " +
    $"batch took {At(0.5)} ms, 95 % at most {At(0.95)} ms)");

string At(double part) => milliseconds[(int)(part * (milliseconds.Count - 1))].ToString("0", CultureInfo.InvariantCulture);

byte[] Body(int seed)
{
    string[] types = ["PAGE_VIEW", "PAGE_VIEW", "PAGE_VIEW", "EMAIL_OPEN", "EMAIL_CLICK", "FORM_SUBMISSION"];
    var random = new Random(seed);
    return JsonSerializer.SerializeToUtf8Bytes(new
    {
        activities = Enumerable.Range(0, size).Select(i => new
        {
            leadId = leads[random.Next(leads.Count)],
            type = types[random.Next(types.Length)],
            description = $"Looked at product {random.Next(1000)}",
            metadata = new { campaign = "spring", step = random.Next(5) },
            ipAddress = $"192.0.2.{random.Next(255)}",
            userAgent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
            url = $"https://www.example.com/products/{random.Next(1000)}?utm_source=mail",
            duration = random.Next(600),
        }),
    });
}

async Task<(int Batches, List<double> Milliseconds, TimeSpan Elapsed)> RunAsync(TimeSpan time)
{
    var all = new List<double>();
    var started = Stopwatch.GetTimestamp();
    await Task.WhenAll(Enumerable.Range(0, connections).Select(async connection =>
    {
        for (var i = connection; Stopwatch.GetElapsedTime(started) < time; i++)
        {
            var sent = Stopwatch.GetTimestamp();
            await SendAsync("/api/lead-activities/batch", bodies[i % bodies.Length]);
            lock (all)
                all.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
        }
    }));
    return (all.Count, all, Stopwatch.GetElapsedTime(started));
}

async Task<JsonElement> SendAsync(string path, byte[] body)
{
    using var content = new ByteArrayContent(body);
    content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
    using var response = await http.PostAsync(path, content);
    var text = await response.Content.ReadAsStringAsync();
    return response.IsSuccessStatusCode ? JsonElement.Parse(text)
        : throw new InvalidOperationException($"{path} returned {(int)response.StatusCode}: {text}");
}
