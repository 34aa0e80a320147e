using System.Text.RegularExpressions;

namespace Crm.Bench.Runner;

/// <summary>Prints results and writes them to the README, above those of the previous run.</summary>
internal static partial class Results
{
    /// <param name="section">The section of the README, delimited by two comments of that name.</param>
    /// <param name="keep">Whether to write them to the README; trial runs are only printed.</param>
    /// <param name="subject">What was measured.</param>
    /// <param name="settings">The settings of the measurement.</param>
    /// <param name="table">The figures as a Markdown table.</param>
    public static void Show(string section, bool keep, string subject, Settings settings, string table)
    {
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"""
            **{subject}{DateTime.UtcNow:yyyy-MM-dd HH:mm} UTC**, {Machine()}; {settings.Seconds} s a measurement,
                {settings.Repetitions} of each.

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
        var previous = before is null ? "" : $"\nPrevious run:\n\n{before.Replace("Previous run:", "", StringComparison.Ordinal).Trim()}\n";
        File.WriteAllText(readme, $"{page[..from]}\n{text}{previous}\n{page[to..]}");
        Log.Line($"Written to {readme}");
    }

    private static string Machine()
    {
        var model = File.ReadLines("/proc/cpuinfo")
            .FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim();
        var memory = File.ReadLines("/proc/meminfo").First(l => l.StartsWith("MemTotal:", StringComparison.Ordinal));
        var gigabytes = double.Parse(
            memory.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024 / 1024;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Environment.ProcessorCount} processors ({model}), {gigabytes:0} GB, .NET {Environment.Version}");
    }

    /// <summary>The heading above the table of the previous run.</summary>
    [GeneratedRegex("^Previous run:$", RegexOptions.Multiline)]
    private static partial Regex BeginPattern();
}
