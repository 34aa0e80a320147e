using System.Diagnostics;

namespace Crm.Bench.Runner;

/// <summary>A program that the bench started. Disposing stops it.</summary>
internal sealed class Child : IAsyncDisposable
{
    private readonly Process process;
    private readonly TextWriter log;

    private Child(Process process, TextWriter log) => (this.process, this.log) = (process, log);

    public int Id => process.Id;

    /// <summary>Starts a server and waits until it responds.</summary>
    public static async Task<Child> StartAsync(
        string program, string[] arguments, Dictionary<string, string> environment, string logFile, Uri ready, CancellationToken ct)
    {
        var start = new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var log = TextWriter.Synchronized(new StreamWriter(logFile) { AutoFlush = true });
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, e) => log.WriteLine(e.Data);
        process.ErrorDataReceived += (_, e) => log.WriteLine(e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var child = new Child(process, log);
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        for (var stopwatch = Stopwatch.StartNew(); ; await Task.Delay(100, ct))
        {
            if (process.HasExited || stopwatch.Elapsed > TimeSpan.FromSeconds(60))
            {
                await child.DisposeAsync();
                throw new BenchException($"{Path.GetFileName(program)} did not start; see {logFile}.");
            }

            try
            {
                using var response = await http.GetAsync(ready, ct);
                if (response.IsSuccessStatusCode)
                    return child;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }
            catch (TaskCanceledException) when (!ct.IsCancellationRequested)
            {
                // Not responding yet.
            }
        }
    }

    /// <summary>Runs a program and waits for its exit. Its output is returned or, with <paramref name="show"/>, printed.</summary>
    public static async Task<string> RunAsync(
        string program, IEnumerable<string> arguments, Dictionary<string, string> environment, bool show, CancellationToken ct)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = !show, RedirectStandardError = !show };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        try
        {
            var output = show ? Task.FromResult("") : process.StandardOutput.ReadToEndAsync(ct);
            var errors = show ? Task.FromResult("") : process.StandardError.ReadToEndAsync(ct);
            await process.WaitForExitAsync(ct);
            return process.ExitCode == 0 ? await output + await errors
                : throw new BenchException($"{program} failed ({process.ExitCode}): {await errors}{await output}");
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            using var term = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
            await term.WaitForExitAsync();
            using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(15));
            try
            {
                await process.WaitForExitAsync(timeout.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        process.Dispose();
        log.Dispose();
    }
}

/// <summary>The bench cannot continue; the message says why.</summary>
internal sealed class BenchException(string message) : Exception(message);
