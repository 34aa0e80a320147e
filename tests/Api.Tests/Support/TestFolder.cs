using System.Collections.Concurrent;
using System.Diagnostics;

namespace Crm.Api.Tests.Support;

/// <summary>Folders for the data of throwaway servers.</summary>
internal static class TestFolder
{
    /// <summary>Held until the run ends: a collected process object closes its pipe, and the shell stops the server under running tests.</summary>
    private static readonly ConcurrentBag<Process> Watching = [];

    /// <summary>Makes a folder, on a memory disk where there is one. Whoever asked deletes it.</summary>
    public static string Create()
    {
        var parent = Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();
        var folder = Path.Combine(parent, $"crm-test-{Guid.NewGuid():N}");
        Directory.CreateDirectory(folder);
        EndWithThisProcess(folder);
        return folder;
    }

    /// <summary>
    /// A run that is killed cannot stop its server. A shell does: it waits for this process's end of a pipe to close.
    /// </summary>
    private static void EndWithThisProcess(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        const string script = """
            trap '' INT TERM HUP
            read -r _
            [ -d "$1" ] || exit 0
            pid=$(head -n 1 "$1/postgres/data/postmaster.pid" 2>/dev/null)
            [ -n "$pid" ] && kill -INT "$pid" && sleep 2
            rm -rf "$1"
            """;
        Watching.Add(Process.Start(new ProcessStartInfo("/bin/sh", ["-c", script, "crm-test-end", folder])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!);
    }
}
