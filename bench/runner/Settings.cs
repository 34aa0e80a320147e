namespace Crm.Bench.Runner;

/// <summary>What was asked for on the command line.</summary>
/// <param name="Scale">How much data; 1 is an organisation of 200 users.</param>
/// <param name="Seconds">How long one measurement takes.</param>
/// <param name="Repetitions">How often each is repeated.</param>
/// <param name="Reads">Their names; none: all.</param>
/// <param name="Data">Where the data are kept; null: in the system's folder for temporary files.</param>
internal sealed record Settings(double Scale, int Seconds, int Repetitions, IReadOnlyList<string> Reads, string? Data)
{
    /// <summary>Numbers of deals at which the dashboards are measured; none: not asked for.</summary>
    public IReadOnlyList<int> Flatness { get; private init; } = [];

    /// <summary>Whether writers of one owner are compared with writers of many.</summary>
    public bool HotOwner { get; private init; }

    /// <summary>How long mixed load is to last; null: not asked for.</summary>
    public TimeSpan? Soak { get; private init; }

    /// <summary>Seconds of warm-up before a read's first measurement; short measurements are try-outs.</summary>
    public int WarmUp => Math.Min(15, Seconds * 3);

    /// <summary>Whether the results may stand in the README.</summary>
    public bool IsInEarnest => Seconds >= 5 && Repetitions >= 3;

    /// <summary>Where the scale's data are kept.</summary>
    public string Folder => Data ?? Under(string.Create(CultureInfo.InvariantCulture, $"scale{Scale}"));

    public static string Under(string what) => Path.Combine(Path.GetTempPath(), $"crm-bench-{what}");

    public static Settings Parse(string[] args)
    {
        var given = args.Select(a => a.TrimStart('-').Split('=', 2)).ToDictionary(a => a[0], a => a.ElementAtOrDefault(1) ?? "");
        string Option(string name, string otherwise) => given.GetValueOrDefault(name, otherwise);
        int Number(string name, int otherwise) => Whole(Option(name, otherwise.ToString(CultureInfo.InvariantCulture)));
        var flatness = given.ContainsKey("flatness") ? Option("flatness", "") is { Length: > 0 } and not "true" ? Option("flatness", "") : "10000,100000,1000000" : "";
        return new Settings(
            double.Parse(Option("scale", "1"), CultureInfo.InvariantCulture), Number("seconds", 5), Number("repetitions", 3), List(Option("reads", "")), given.GetValueOrDefault("data"))
        {
            Flatness = [.. List(flatness).Select(Whole)],
            HotOwner = given.ContainsKey("hot-owner"),
            Soak = given.TryGetValue("soak", out var soak) ? TimeSpan.FromMinutes(Whole(soak is "" or "true" ? "10" : soak.TrimEnd('m'))) : null,
        };
    }

    private static string[] List(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static int Whole(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
