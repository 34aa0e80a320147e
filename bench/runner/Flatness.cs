using System.Text;

namespace Crm.Bench.Runner;

/// <summary>Measures the dashboards over more and more deals: their cost must not grow with the number of deals.</summary>
internal sealed class Flatness(Settings settings, Programs programs)
{
    private const int Connections = 8;

    public async Task RunAsync(CancellationToken ct)
    {
        var table = new StringBuilder(
            "| dashboard | deals | requests/s | p50 ms | p99 ms | CPU ms service | CPU ms PostgreSQL | bytes |\n| --- | ---: | ---: | " +
                "---: | ---: | ---: | ---: | ---: |\n");
        var lines = new List<(string Name, string Line)>();
        foreach (var deals in settings.Flatness)
        {
            var folder = Settings.Under(string.Create(CultureInfo.InvariantCulture, $"deals{deals}"));
            await using var store = await Store.OpenAsync(
                folder, string.Create(CultureInfo.InvariantCulture, $"deals={deals}"), programs, ct);
            var recordedReads = await StatementRecorder.RecordAsync(
                store.Data, programs, [.. Read.All.Where(r => r.Name.StartsWith("dashboard", StringComparison.Ordinal))], folder, ct);
            await using var service = await ServiceProcess.StartAsync(store.Data, programs, null, folder, ct);
            var load = new Load(store.Data, folder);
            foreach (var recordedRead in recordedReads)
            {
                var requests = await recordedRead.RequestsAsync(service, store.Data, ct);
                await load.HttpAsync(service.Address, service.Id, requests, Connections, Math.Max(1, settings.WarmUp), ct);
                var measures = new List<Measure>();
                for (var i = 0; i < settings.Repetitions; i++)
                    measures.Add(await load.HttpAsync(service.Address, service.Id, requests, Connections, settings.Seconds, ct));
                double Median(Func<Measure, double?> of) => Table.Median(measures.Select(m => of(m)!.Value));
                lines.Add((recordedRead.Read.Title, string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {recordedRead.Read.Title} | {deals:N0} | {Table.Rate(measures)} | {Median(m => m.P50):0.00} | " +
                        $"{Median(m => m.P99):0.0} | {Median(m => m.ServerCpu):0.00} | {Median(m => m.PostgresCpu):0.00} | " +
                            $"{recordedRead.Bytes:N0} |")));
                Log.Line(lines[^1].Line);
            }
        }

        foreach (var group in lines.GroupBy(l => l.Name))
            table.AppendJoin('\n', group.Select(l => l.Line)).Append('\n');
        Results.Show("flatness", settings.IsPublishable, $"{Connections} connections, ", settings, table.ToString());
    }
}
