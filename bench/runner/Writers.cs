using System.Text;

namespace Crm.Bench.Runner;

/// <summary>Loads on a copy of the data that are not compared with pgbench: writers on the deals of one owner, and long mixed
/// load.</summary>
internal sealed class Writers(Settings settings, Programs programs)
{
    private const int Connections = 32;

    /// <summary>Compares 32 writers on different deals of one owner with 32 writers on as many deals of 32 owners.</summary>
    public Task HotOwnerAsync(CancellationToken ct) => OnCopyAsync(
        async (database, service, load) =>
        {
            var ofOne = await StatementRecorder.SampleAsync(database, Read.DealsOfOneOwner, ct);
            var ofMany = await StatementRecorder.SampleAsync(database, Read.DealsOfManyOwners, ct);
            var deals = Math.Min(ofOne.Samples.Count, ofMany.Samples.Count);
            (ofOne, ofMany) = (ofOne with { Samples = [.. ofOne.Samples.Take(deals)] },
                ofMany with { Samples = [.. ofMany.Samples.Take(deals)] });
            var (recordedRead, many) = (new List<Measure>(), new List<Measure>());
            async Task<Measure> MoveAsync(RecordedRead recordedReads, int seconds) =>
                await load.HttpAsync(
                    service.Address, service.Id, await recordedReads.RequestsAsync(service, database, ct), Connections, seconds, ct);
            await MoveAsync(ofMany, settings.WarmUp);
            for (var i = 0; i < settings.Repetitions; i++)
            {
                many.Add(await MoveAsync(ofMany, settings.Seconds));
                recordedRead.Add(await MoveAsync(ofOne, settings.Seconds));
                Log.Line(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{deals} deals of 32 owners {many[^1].PerSecond:N0}/s, of one {recordedRead[^1].PerSecond:N0}/s"));
            }

            var share = Table.Median(recordedRead.Zip(many, (o, m) => o.PerSecond / m.PerSecond));
            Results.Show("hot owner", settings.IsPublishable, string.Create(CultureInfo.InvariantCulture, $"Scale {settings.Scale}, "),
                settings, string.Create(CultureInfo.InvariantCulture, $"""
                | {Connections} writers move {deals:N0} deals | moves/s | p50 ms | p99 ms |
                | --- | ---: | ---: | ---: |
                | of 32 owners | {Table.Rate(many)} | {Table.Median(many.Select(m => m.P50!.Value)):0.0} |
                    {Table.Median(many.Select(m => m.P99!.Value)):0.0} |
                | of one owner | {Table.Rate(recordedRead)} | {Table.Median(recordedRead.Select(m => m.P50!.Value)):0.0} |
                    {Table.Median(recordedRead.Select(m => m.P99!.Value)):0.0} |

                Of one owner **{share:0.00}** of the other (goal 0.80).
                """));
        },
        ct);

    /// <summary>Runs all reads and writes mixed, and prints the service's memory every half minute.</summary>
    public Task SoakAsync(TimeSpan time, CancellationToken ct) => OnCopyAsync(
        async (database, service, load) =>
        {
            const int step = 30, connections = 8;
            var recordedReads = new List<RecordedRead>();
            foreach (var read in Read.All.Where(r => r.Name != "contacts-deep"))
            {
                var recordedRead = await StatementRecorder.SampleAsync(database, read, ct);
                if (await StatementRecorder.IsSupportedAsync(service, recordedRead, ct))
                    recordedReads.Add(recordedRead);
            }

            var table = new StringBuilder("| minute | requests/s | p99 ms | resident MB |\n| ---: | ---: | ---: | ---: |\n");
            var first = Cpu.Resident(service.Id);
            table.Append(CultureInfo.InvariantCulture, $"| 0 | | | {first:0} |\n");
            for (var at = step; at <= time.TotalSeconds; at += step)
            {
                // The same number of requests of each kind, regardless of its number of samples.
                var requests = new List<string>();
                foreach (var one in recordedReads)
                {
                    var lines = await one.RequestsAsync(service, database, ct);
                    requests.AddRange(Enumerable.Range(0, 500).Select(i => lines[i % lines.Count]));
                }

                var measure = await load.HttpAsync(service.Address, service.Id, requests, connections, step, ct);
                var line = string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {at / 60.0:0.0} | {measure.PerSecond:N0} | {measure.P99:0.0} | {measure.Resident:0} |");
                Log.Line(line);
                table.Append(line).Append('\n');
            }

            Results.Show("soak", settings.IsPublishable, string.Create(
                CultureInfo.InvariantCulture, $"Scale {settings.Scale}, {connections} connections, "), settings, table.ToString());
        },
        ct);

    private async Task OnCopyAsync(Func<Database, ServiceProcess, Load, Task> work, CancellationToken ct)
    {
        await using var store = await Store.OpenAsync(
            settings.Folder, string.Create(CultureInfo.InvariantCulture, $"scale={settings.Scale}"), programs, ct);
        var database = await store.CopyAsync(ct);
        await using (var service = await ServiceProcess.StartAsync(database, programs, null, settings.Folder, ct))
            await work(database, service, new Load(database, settings.Folder));
        await store.DropCopyAsync(ct);
    }
}
