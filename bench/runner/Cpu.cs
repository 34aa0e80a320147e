namespace Crm.Bench.Runner;

/// <summary>Processor time and memory, read from /proc.</summary>
internal static class Cpu
{
    /// <summary>Ticks per second of /proc/…/stat: 100 on every Linux that .NET supports.</summary>
    private const double TicksPerSecond = 100;

    /// <summary>Processor time of a process, in milliseconds.</summary>
    public static double OfProcess(int id) => Stat(id) is { } stat ? (stat[11] + stat[12]) * 1000 / TicksPerSecond : 0;

    /// <summary>Processor time of a PostgreSQL server in milliseconds, including its sessions, both ended and running.</summary>
    public static double OfPostgres(int postmaster)
    {
        var ticks = 0.0;
        if (Stat(postmaster) is { } own)
            ticks += own[11] + own[12] + own[13] + own[14];
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) &&
                Stat(id) is { } stat && stat[1] == postmaster)
                ticks += stat[11] + stat[12];
        }

        return ticks * 1000 / TicksPerSecond;
    }

    /// <summary>Resident memory in megabytes.</summary>
    public static double Resident(int id)
    {
        var line = File.ReadLines($"/proc/{id}/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }

    /// <summary>The fields after the process name: parent at 1, user and system ticks at 11 and 12, those of ended children at 13 and
    /// 14.</summary>
    private static double[]? Stat(int id)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{id}/stat");
            return [.. text[(text.LastIndexOf(')') + 2)..].Split(' ').Take(20)
                .Select(f => double.TryParse(f, CultureInfo.InvariantCulture, out var number) ? number : 0)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
