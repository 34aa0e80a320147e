using Crm.LocalPostgres;

namespace Crm.Bench.Runner;

/// <summary>The comparison: each read at each number of connections, the service, the baseline endpoint and pgbench alternately.</summary>
internal sealed class Comparison(Settings settings, Programs programs)
{
    private static readonly int[] Connections = [1, 8, 32];
    private readonly List<Result> results = [];

    public async Task RunAsync(CancellationToken ct)
    {
        var unknown = settings.Reads.Except(Read.All.Select(r => r.Name)).ToList();
        if (unknown.Count > 0)
            throw new BenchException(
                $"Unknown reads: {string.Join(", ", unknown)}. Known are {string.Join(", ", Read.All.Select(r => r.Name))}.");
        var reads = Read.All.Where(r => settings.Reads.Count == 0 || settings.Reads.Contains(r.Name)).ToList();
        Log.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"{reads.Count} reads and writes at scale {settings.Scale}: about {Math.Ceiling(reads.Sum(SecondsOf) / 60)} minutes from " +
                $"the first measurement on"));

        await using var store = await Store.OpenAsync(
            settings.Folder, string.Create(CultureInfo.InvariantCulture, $"scale={settings.Scale}"), programs, ct);
        await ReadAsync(store.Data, [.. reads.Where(r => !r.Writes)], ct);
        if (reads.Exists(r => r.Writes))
        {
            await WriteAsync(await store.CopyAsync(ct), [.. reads.Where(r => r.Writes)], ct);
            await store.DropCopyAsync(ct);
        }

        Results.Show("comparison", settings.IsPublishable && settings.Reads.Count == 0,
            string.Create(CultureInfo.InvariantCulture, $"Scale {settings.Scale}, "), settings, Table.Of(results));
    }

    private double SecondsOf(Read read) =>
        settings.WarmUp + (Connections.Length * settings.Repetitions * (((read.Writes ? 2 : 3) * (settings.Seconds + 0.7)) +
            Load.PgbenchWarmUp));

    private async Task ReadAsync(Database database, IReadOnlyList<Read> reads, CancellationToken ct)
    {
        if (reads.Count == 0)
            return;
        var recordedReads = await StatementRecorder.RecordAsync(database, programs, reads, settings.Folder, ct);
        var recording = Path.Combine(settings.Folder, "recording.json");
        new Recording(recordedReads.ToDictionary(t => t.Read.Name, t => t.Statements)).Save(recording);
        await using var service = await ServiceProcess.StartAsync(database, programs, null, settings.Folder, ct);
        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{LoopbackPort.Choose()}"));
        await using var bare = await Child.StartAsync(
            programs.Bare, [recording, database.Service, address.ToString()], [], Path.Combine(settings.Folder, "bare.log"),
            new Uri(address, "/ready"), ct);
        var load = new Load(database, settings.Folder);
        foreach (var recordedRead in recordedReads)
        {
            var requests = recordedRead.Samples.Select(
                p => $"GET\t/{recordedRead.Read.Name}?{string.Join('&', p.Select(v => $"{v.Key}={Uri.EscapeDataString(v.Value)}"))}\t\t\t")
                    .ToList();
            await MeasureAsync(recordedRead, database, service, load,
                (connections, seconds) => load.HttpAsync(address, bare.Id, requests, connections, seconds, ct), ct);
        }
    }

    private async Task WriteAsync(Database database, IReadOnlyList<Read> writes, CancellationToken ct)
    {
        var recordedReads = await StatementRecorder.RecordAsync(database, programs, writes, settings.Folder, ct);
        new Recording(recordedReads.ToDictionary(t => t.Read.Name, t => t.Statements)).Save(
            Path.Combine(settings.Folder, "recording-of-writes.json"));
        await using var service = await ServiceProcess.StartAsync(database, programs, null, settings.Folder, ct);
        foreach (var recordedRead in recordedReads)
            await MeasureAsync(recordedRead, database, service, new Load(database, settings.Folder), null, ct);
    }

    private async Task MeasureAsync(
        RecordedRead recordedRead, Database database, ServiceProcess service, Load load, Func<int, int, Task<Measure>>? bare,
        CancellationToken ct)
    {
        var (script, variables) = Load.ScriptOf(recordedRead);
        async Task<Measure> ServiceAsync(int connections, int seconds) =>
            await load.HttpAsync(
                service.Address, service.Id, await recordedRead.RequestsAsync(service, database, ct), connections, seconds, ct);

        await ServiceAsync(32, Math.Max(1, settings.WarmUp * 2 / 3));
        if (bare is not null)
            await bare(32, Math.Max(1, settings.WarmUp / 3));
        foreach (var connections in Connections)
        {
            var result = new Result(recordedRead.Read, connections, [], [], []);
            for (var i = 0; i < settings.Repetitions; i++)
            {
                result = result with
                {
                    Service = [.. result.Service, await ServiceAsync(connections, settings.Seconds)],
                    Bare = bare is null ? [] : [.. result.Bare, await bare(connections, settings.Seconds)],
                    Pgbench = [.. result.Pgbench, await load.PgbenchAsync(script, variables, connections, settings.Seconds, ct)],
                };
            }

            results.Add(result);
            var others = result.Bare.Count == 0 ? ""
                : string.Create(CultureInfo.InvariantCulture, $"bare {result.Bare[^1].PerSecond:N0}/s, ");
            Log.Line(string.Create(
                CultureInfo.InvariantCulture,
                $"{recordedRead.Read.Name} × {connections}: {result.Service[^1].PerSecond:N0}/s, {others}pgbench " +
                    $"{result.Pgbench[^1].PerSecond:N0}/s"));
        }
    }
}
