using System.Diagnostics;

namespace Crm.Api.Tests.Support;

/// <summary>Folders for the data of temporary servers.</summary>
internal static class TestFolder
{
    /// <summary>References that keep the processes from being collected, which would close their pipes.</summary>
    private static readonly List<Process> Waiting = [];

    /// <summary>Creates a folder, on a memory disk if there is one. The caller deletes it.</summary>
    public static string Create()
    {
        var parent = Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();
        var folder = Path.Combine(parent, $"crm-test-{Guid.NewGuid():N}");
        Directory.CreateDirectory(folder);
        EndWithThisProcess(folder);
        return folder;
    }

    /// <summary>
    /// Starts a shell that stops the server if the test run is killed: it waits until this process's end of a pipe is closed.
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
        var start = new ProcessStartInfo("/bin/sh", ["-c", script, "crm-test-end", folder])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        lock (Waiting)
            Waiting.Add(Process.Start(start)!);
    }
}
