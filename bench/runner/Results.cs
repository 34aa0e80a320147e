using System.Text.RegularExpressions;

namespace Crm.Bench.Runner;

/// <summary>Shows results and puts them into the README, above those of the time before.</summary>
internal static partial class Results
{
    /// <param name="section">Which part of the README: it stands between two comments of that name.</param>
    /// <param name="keep">Whether they belong there: a try-out does not.</param>
    /// <param name="what">What was measured.</param>
    /// <param name="settings">How it was measured.</param>
    /// <param name="table">The figures, in markdown.</param>
    public static void Show(string section, bool keep, string what, Settings settings, string table)
    {
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"""
            **{what}{DateTime.UtcNow:yyyy-MM-dd HH:mm} UTC**, {Machine()}; {settings.Seconds} s a measurement, {settings.Repetitions} of each.

            {table.Trim()}

            """);
        Console.WriteLine();
        Console.WriteLine(text);
        if (!keep)
            return;
        const string readme = "bench/README.md";
        var page = File.ReadAllText(readme);
        var (begin, end) = ($"<!-- {section} -->\n", $"<!-- end of {section} -->\n");
        var (from, to) = (page.IndexOf(begin, StringComparison.Ordinal) + begin.Length, page.IndexOf(end, StringComparison.Ordinal));
        var before = BeginPattern().Split(page[from..to].Trim('\n')).FirstOrDefault(part => part.Trim().Length > 0);
        var previous = before is null ? "" : $"\nThe time before:\n\n{before.Replace("The time before:", "", StringComparison.Ordinal).Trim()}\n";
        File.WriteAllText(readme, $"{page[..from]}\n{text}{previous}\n{page[to..]}");
        Say.Line($"Written to {readme}");
    }

    private static string Machine()
    {
        var model = File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim();
        var memory = File.ReadLines("/proc/meminfo").First(l => l.StartsWith("MemTotal:", StringComparison.Ordinal));
        var gigabytes = double.Parse(memory.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024 / 1024;
        return string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} processors ({model}), {gigabytes:0} GB, .NET {Environment.Version}");
    }

    /// <summary>Where a table of an earlier time begins.</summary>
    [GeneratedRegex("^The time before:$", RegexOptions.Multiline)]
    private static partial Regex BeginPattern();
}
