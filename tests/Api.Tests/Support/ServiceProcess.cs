using System.Collections.Concurrent;
using System.Diagnostics;
using Crm.Api.Hosting;
using Crm.LocalPostgres;

namespace Crm.Api.Tests.Support;

/// <summary>The service as a separate process that can be killed.</summary>
public sealed class ServiceProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly ConcurrentQueue<string> lines = new();

    private ServiceProcess(Process process, Uri address)
    {
        this.process = process;
        Http = new HttpClient { BaseAddress = address };
    }

    public HttpClient Http { get; }

    /// <summary>The output so far.</summary>
    public IReadOnlyList<string> Lines => [.. lines];

    /// <summary>Starts the service on a database and waits until it is ready.</summary>
    /// <param name="database">The database, used as the service role.</param>
    /// <param name="environment">Further environment variables.</param>
    public static async Task<ServiceProcess> StartAsync(TestDatabase database, params (string Name, string Value)[] environment)
    {
        var port = LoopbackPort.Choose();
        var start = new ProcessStartInfo(
            "dotnet", [typeof(CrmHost).Assembly.Location, "serve", "--port", $"{port}", "--no-sample", "--connection-string",
                database.ServiceConnectionString])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["Security__SigningKey"] = Convert.ToBase64String(new byte[48]);
        start.Environment["CRM_ADMIN_PASSWORD"] = TestCluster.AdminPassword;
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var process = new Process { StartInfo = start };
        var service = new ServiceProcess(process, new Uri($"http://127.0.0.1:{port}"));
        process.OutputDataReceived += (_, e) => service.Add(e.Data);
        process.ErrorDataReceived += (_, e) => service.Add(e.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await service.WaitUntilUpAsync();
        return service;
    }

    /// <summary>Sends SIGKILL, which the process cannot handle.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Sends SIGTERM and returns the exit code.</summary>
    public async Task<int> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            await KillAsync();
        Http.Dispose();
        process.Dispose();
    }

    private void Add(string? line)
    {
        if (line is not null)
            lines.Enqueue(line);
    }

    private async Task WaitUntilUpAsync()
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using var response = await Http.GetAsync("/health/live");
                if (response.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException) when (!process.HasExited && clock.Elapsed < TimeSpan.FromSeconds(60))
            {
                // Not listening yet.
            }
            catch (HttpRequestException)
            {
                throw new AssertionException($"The service did not start.\n{string.Join('\n', lines)}");
            }

            // Polls, as a client would.
            await Task.Delay(50);
        }
    }
}
