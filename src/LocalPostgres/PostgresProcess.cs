using System.Diagnostics;
using System.Globalization;

namespace Crm.LocalPostgres;

/// <summary>Identifies the process whose id was read from a file that may be stale.</summary>
internal static class PostgresProcess
{
    internal enum State
    {
        Gone,
        ThisServer,
        OtherServer,
        OtherProgram,
    }

    internal static State Look(int processId, string cluster)
    {
        if (OperatingSystem.IsLinux())
            return LookInProc(processId, cluster);
        try
        {
            using var process = Process.GetProcessById(processId);
            return process.ProcessName.StartsWith("postgres", StringComparison.Ordinal) ? State.ThisServer : State.OtherProgram;
        }
        catch (ArgumentException)
        {
            return State.Gone;
        }
    }

    private static State LookInProc(int processId, string cluster)
    {
        var folder = string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}");
        try
        {
            var arguments = File.ReadAllText($"{folder}/cmdline").Split('\0');
            // No arguments: the process has ended, but its parent has not collected it yet. Its id still counts as in use, so PostgreSQL
            // would not start.
            if (arguments[0].Length == 0)
                return State.OtherProgram;
            if (!Path.GetFileName(arguments[0]).StartsWith("postgres", StringComparison.Ordinal))
                return State.OtherProgram;
            return arguments.Contains(cluster) ? State.ThisServer : State.OtherServer;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return State.Gone;
        }
    }
}
