using System.Globalization;

namespace Crm.Bench.Runner;

/// <summary>The bench itself: every read at every number of connections, service, bare endpoint and pgbench by turns.</summary>
internal sealed class Comparison(Settings settings, Programs programs)
{
    private static readonly int[] Connections = [1, 8, 32];

    public async Task RunAsync(CancellationToken ct)
    {
        var unknown = settings.Reads.Except(Read.All.Select(r => r.Name)).ToList();
        if (unknown.Count > 0)
            throw new BenchException($"There is no read {string.Join(", ", unknown)}; there are {string.Join(", ", Read.All.Select(r => r.Name))}.");
        var reads = Read.All.Where(r => settings.Reads.Count == 0 || settings.Reads.Contains(r.Name)).ToList();
        var seconds = reads.Count * (settings.WarmUp + (Connections.Length * settings.Repetitions * 3 * (settings.Seconds + 0.5)));
        Say.Line(string.Create(CultureInfo.InvariantCulture, $"{reads.Count} reads at scale {settings.Scale}: about {Math.Ceiling(seconds / 60)} minutes from the first measurement on"));

        await using var store = await Store.OpenAsync(settings.Data, string.Create(CultureInfo.InvariantCulture, $"scale={settings.Scale}"), programs, ct);
        var load = new Load(store, settings.Data);
        var taken = await Taker.TakeAsync(store, programs, reads, settings.Data, ct);
        var recording = Path.Combine(settings.Data, "recording.json");
        new Recording(taken.ToDictionary(t => t.Read.Name, t => t.Statements)).Save(recording);

        await using var service = await ServiceProcess.StartAsync(store, programs, null, settings.Data, ct);
        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{ServiceProcess.FreePort()}"));
        await using var bare = await Child.StartAsync(
            programs.Bare, [recording, store.Service, address.ToString()], [], Path.Combine(settings.Data, "bare.log"), new Uri(address, "/ready"), ct);

        var results = new List<Result>();
        foreach (var one in taken)
        {
            var asked = one.Picks.Select(p => string.Join('&', p.Select(v => $"{v.Key}={Uri.EscapeDataString(v.Value)}"))).Select(q => $"GET\t/{one.Read.Name}?{q}\t\t\t").ToList();
            var (script, variables) = Load.ScriptOf(one);
            await load.HttpAsync(service.Address, service.Id, await RequestsAsync(service, one, ct), 32, Math.Max(1, settings.WarmUp * 2 / 3), ct);
            await load.HttpAsync(address, bare.Id, asked, 32, Math.Max(1, settings.WarmUp / 3), ct);
            foreach (var connections in Connections)
            {
                var result = new Result(one.Read, connections, [], [], []);
                for (var i = 0; i < settings.Repetitions; i++)
                {
                    result = result with
                    {
                        Service = [.. result.Service, await load.HttpAsync(service.Address, service.Id, await RequestsAsync(service, one, ct), connections, settings.Seconds, ct)],
                        Bare = [.. result.Bare, await load.HttpAsync(address, bare.Id, asked, connections, settings.Seconds, ct)],
                        Pgbench = [.. result.Pgbench, await load.PgbenchAsync(script, variables, connections, settings.Seconds, ct)],
                    };
                }

                results.Add(result);
                Say.Line(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{one.Read.Name} × {connections}: {result.Service[^1].PerSecond:N0}/s, bare {result.Bare[^1].PerSecond:N0}, pgbench {result.Pgbench[^1].PerSecond:N0}"));
            }
        }

        Console.WriteLine();
        Console.WriteLine(Table.Of(results));
    }

    private static async Task<IReadOnlyList<string>> RequestsAsync(ServiceProcess service, Taken taken, CancellationToken ct)
    {
        var lines = new List<string>();
        foreach (var pick in taken.Picks)
            lines.Add($"GET\t{taken.PathOf(pick)}\t{await service.TokenAsync(pick["caller"], ct)}\t\t");
        return lines;
    }
}
