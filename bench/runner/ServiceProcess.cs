using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Crm.LocalPostgres;
using Npgsql;

namespace Crm.Bench.Runner;

/// <summary>The running service and the access tokens of its users.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private static readonly TimeSpan TokenAge = TimeSpan.FromMinutes(8);

    /// <summary>The service runs with its default settings, except for the login rate limit, which the bench would exceed.</summary>
    public static readonly Dictionary<string, string> Environment = new()
    {
        ["Security__SigningKey"] = Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(48)),
        ["Login__AttemptsPerMinute"] = "100000",
    };

    private readonly Child child;
    private readonly HttpClient http;
    private readonly Dictionary<string, (string Token, DateTime At)> tokens = [];

    private ServiceProcess(Child child, Uri address)
    {
        this.child = child;
        Address = address;
        http = new HttpClient { BaseAddress = address };
    }

    public Uri Address { get; }

    public int Id => child.Id;

    /// <param name="database">The database of the service.</param>
    /// <param name="programs">The location of the service.</param>
    /// <param name="through">The port of a recorder in front of PostgreSQL; null: connect to PostgreSQL directly.</param>
    /// <param name="folder">The folder of the log file.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<ServiceProcess> StartAsync(
        Database database, Programs programs, int? through, string folder, CancellationToken ct)
    {
        var connection = new NpgsqlConnectionStringBuilder(database.Service);
        var environment = new Dictionary<string, string>(Environment);
        // The same setting as in ./build.sh run.
        environment.TryAdd("DOTNET_GCgen0size", "0x800000");
        environment.TryAdd("MALLOC_ARENA_MAX", "2");
        if (through is { } port)
        {
            connection.Port = port;
            // Background work would send statements of its own while a request is recorded.
            environment["Background__Enabled"] = "false";
        }

        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{LoopbackPort.Choose()}"));
        string[] arguments = ["serve", $"--port={address.Port}", $"--connection-string={connection.ConnectionString}", "--no-sample"];
        var child = await Child.StartAsync(
            programs.Service, arguments, environment, Path.Combine(folder, "service.log"), new Uri(address, "/health/ready"), ct);
        return new ServiceProcess(child, address);
    }

    /// <summary>An access token that is valid for at least the next few minutes.</summary>
    public async Task<string> TokenAsync(string user, CancellationToken ct)
    {
        if (tokens.TryGetValue(user, out var cached) && DateTime.UtcNow - cached.At < TokenAge)
            return cached.Token;
        using var response = await http.PostAsJsonAsync("/api/auth/login", new { login = user, password = Store.Password }, ct);
        if (!response.IsSuccessStatusCode)
            throw new BenchException($"{user} cannot log in: {await response.Content.ReadAsStringAsync(ct)}");
        var token = (await response.Content.ReadFromJsonAsync<JsonElement>(ct)).GetProperty("accessToken").GetString()!;
        tokens[user] = (token, DateTime.UtcNow);
        return token;
    }

    /// <summary>Sends one request.</summary>
    public async Task<(HttpStatusCode Status, string Text)> SendAsync(
        string method, string path, string user, string body, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(user, ct));
        if (body.Length > 0)
            request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var response = await http.SendAsync(request, ct);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(ct));
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await child.DisposeAsync();
    }
}
