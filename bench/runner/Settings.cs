using System.Globalization;

namespace Crm.Bench.Runner;

/// <summary>What was asked for on the command line.</summary>
internal sealed record Settings(double Scale, int Seconds, int Repetitions, IReadOnlyList<string> Reads, string Data)
{
    public int WarmUp { get; private init; }

    public static Settings Parse(string[] args)
    {
        var given = args.Select(a => a.TrimStart('-').Split('=', 2)).ToDictionary(a => a[0], a => a.ElementAtOrDefault(1) ?? "");
        string Option(string name, string otherwise) => given.GetValueOrDefault(name, otherwise);
        int Number(string name, int otherwise) => int.Parse(Option(name, otherwise.ToString(CultureInfo.InvariantCulture)), CultureInfo.InvariantCulture);
        var scale = Option("scale", "1");
        var seconds = Number("seconds", 5);
        return new Settings(
            double.Parse(scale, CultureInfo.InvariantCulture),
            seconds,
            Number("repetitions", 3),
            Option("reads", "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            Option("data", Path.Combine(Path.GetTempPath(), $"crm-bench-scale{scale}")))
        {
            WarmUp = Math.Min(15, seconds * 3),
        };
    }
}
