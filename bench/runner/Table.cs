using System.Text;

namespace Crm.Bench.Runner;

/// <summary>A row of results: a read at a number of connections, with the repetitions for each target.</summary>
internal sealed record Result(
    Read Read, int Connections, IReadOnlyList<Measure> Service, IReadOnlyList<Measure> Bare, IReadOnlyList<Measure> Pgbench);

/// <summary>Results as a markdown table.</summary>
internal static class Table
{
    public static string Of(IReadOnlyList<Result> results)
    {
        var text = new StringBuilder("""
            | read | connections | requests/s | p50 ms | p99 ms | CPU ms service | CPU ms PostgreSQL | resident MB | bare/s | of bare |
                pgbench/s | of pgbench |
            | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |

            """);
        foreach (var r in results)
        {
            var goal = r.Connections == 8;
            text.Append(CultureInfo.InvariantCulture,
                $"| {r.Read.Title} | {r.Connections} | {Rate(r.Service)} | {Median(r.Service, m => m.P50):0.00} | " +
                    $"{Median(r.Service, m => m.P99):0.0} ");
            text.Append(CultureInfo.InvariantCulture,
                $"| {Median(r.Service, m => m.ServerCpu):0.00} | {Median(r.Service, m => m.PostgresCpu):0.00} | " +
                    $"{r.Service.Max(m => m.Resident):0} ");
            text.Append(CultureInfo.InvariantCulture,
                $"| {Rate(r.Bare)} | {Share(r.Service, r.Bare, goal ? r.Read.OfBare : null)} | {Rate(r.Pgbench)} | " +
                    $"{Share(r.Service, r.Pgbench, goal ? r.Read.OfPgbench : null)} |\n");
        }

        return text.ToString();
    }

    public static string Rate(IReadOnlyList<Measure> measures) => measures.Count == 0
        ? "–"
        : string.Create(CultureInfo.InvariantCulture,
            $"{Median(measures, m => m.PerSecond):N0} ± " +
                $"{(measures.Max(m => m.PerSecond) - measures.Min(m => m.PerSecond)) / 2 / Median(measures, m => m.PerSecond) * 100:0} %");

    private static string Share(IReadOnlyList<Measure> service, IReadOnlyList<Measure> other, double? goal)
    {
        if (other.Count == 0)
            return "–";
        // The targets of a repetition are measured side by side, so the ratio is taken per repetition.
        var share = Median(service.Zip(other, (s, o) => s.PerSecond / o.PerSecond));
        return goal is { } wanted
            ? string.Create(CultureInfo.InvariantCulture, $"**{share:0.00}** (goal {wanted:0.00})")
            : share.ToString("0.00", CultureInfo.InvariantCulture);
    }

    private static double? Median(IReadOnlyList<Measure> measures, Func<Measure, double?> of) =>
        measures.Count == 0 || of(measures[0]) is null ? null : Median(measures.Select(m => of(m)!.Value));

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
