namespace Crm.Bench.Runner;

/// <summary>The options of the command line.</summary>
/// <param name="Scale">The amount of data; 1 is an organisation of 200 users.</param>
/// <param name="Seconds">The duration of one measurement.</param>
/// <param name="Repetitions">The number of measurements of each read.</param>
/// <param name="Reads">The names of the reads to measure; empty: all.</param>
/// <param name="Data">The folder of the data; null: a folder in the system's temporary folder.</param>
internal sealed record Settings(double Scale, int Seconds, int Repetitions, IReadOnlyList<string> Reads, string? Data)
{
    /// <summary>The numbers of deals at which the dashboards are measured; empty: not requested.</summary>
    public IReadOnlyList<int> Flatness { get; private init; } = [];

    /// <summary>Whether to compare writers on the deals of one owner with writers on those of many.</summary>
    public bool HotOwner { get; private init; }

    /// <summary>The duration of the mixed load; null: not requested.</summary>
    public TimeSpan? Soak { get; private init; }

    /// <summary>Seconds of warm-up before a read's first measurement; shorter for trial runs.</summary>
    public int WarmUp => Math.Min(15, Seconds * 3);

    /// <summary>Whether the run is long enough for its results to be written to the README.</summary>
    public bool IsPublishable => Seconds >= 5 && Repetitions >= 3;

    /// <summary>The folder of the data of this scale.</summary>
    public string Folder => Data ?? Under(string.Create(CultureInfo.InvariantCulture, $"scale{Scale}"));

    public static string Under(string name) => Path.Combine(Path.GetTempPath(), $"crm-bench-{name}");

    public static Settings Parse(string[] args)
    {
        var given = args.Select(a => a.TrimStart('-').Split('=', 2)).ToDictionary(a => a[0], a => a.ElementAtOrDefault(1) ?? "");
        string Option(string name, string otherwise) => given.GetValueOrDefault(name, otherwise);
        int Number(string name, int otherwise) => Integer(Option(name, otherwise.ToString(CultureInfo.InvariantCulture)));
        var flatness = given.ContainsKey("flatness") ? Option("flatness", "") is { Length: > 0 } and not "true" ? Option("flatness", "")
            : "10000,100000,1000000" : "";
        return new Settings(
            double.Parse(Option("scale", "1"), CultureInfo.InvariantCulture), Number("seconds", 5), Number("repetitions", 3),
            List(Option("reads", "")), given.GetValueOrDefault("data"))
        {
            Flatness = [.. List(flatness).Select(Integer)],
            HotOwner = given.ContainsKey("hot-owner"),
            Soak = given.TryGetValue("soak", out var soak) ? TimeSpan.FromMinutes(Integer(soak is "" or "true" ? "10" : soak.TrimEnd('m')))
                : null,
        };
    }

    private static string[] List(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static int Integer(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
