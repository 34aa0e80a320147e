using System.Globalization;

namespace Crm.LocalPostgres;

/// <summary>The paths in the data folder, and the permissions on them.</summary>
internal sealed class PostgresFolder
{
    private static readonly string[] Candidates = ["postgres", "nobody"];

    internal PostgresFolder(string dataDirectory)
    {
        Root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(dataDirectory));
        User = FindUser();
    }

    internal string Root { get; }

    /// <summary>The user who runs PostgreSQL; null for the current user. PostgreSQL does not run as root.</summary>
    internal string? User { get; }

    internal string Home => Path.Combine(Root, "postgres");
    internal string Cluster => Path.Combine(Home, "data");
    internal string LogFile => Path.Combine(Home, "server.log");
    internal string ServerPidFile => Path.Combine(Cluster, "postmaster.pid");
    internal string CredentialsFile => Path.Combine(Root, "postgres.json");
    internal string LockFile => Path.Combine(Root, "postgres.lock");
    internal string PidFile => Path.Combine(Root, "postgres.pid");

    /// <summary>The version that created the cluster; null if there is none yet.</summary>
    internal int? ClusterVersion =>
        File.Exists(Path.Combine(Cluster, "PG_VERSION"))
            ? int.Parse(File.ReadAllText(Path.Combine(Cluster, "PG_VERSION")), CultureInfo.InvariantCulture)
            : null;

    /// <summary>Creates PostgreSQL's part of the folder, and makes it accessible to the user who runs PostgreSQL.</summary>
    internal async Task PrepareAsync(string binaries, CancellationToken cancellationToken)
    {
        const UnixFileMode ownerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(Home);
        else
            Directory.CreateDirectory(Home, ownerOnly);

        if (User is null || OperatingSystem.IsWindows())
            return;

        // Other users may enter the data folder, but not list it; the files in it have permissions of their own.
        File.SetUnixFileMode(Root, File.GetUnixFileMode(Root) | UnixFileMode.OtherExecute);
        await SetOwnerAsync(cancellationToken);
        if (await FirstInaccessibleAsync(Home, cancellationToken) is { } closed)
            throw new LocalPostgresException(
                $"PostgreSQL does not run as root but as the user {User}, who may not enter {closed}: choose a data folder elsewhere " +
                    $"with --data-dir (for instance /var/lib/crm), or let that user enter it with `chmod o+x {closed}`.");
        if (await FirstInaccessibleAsync(binaries, cancellationToken) is { } hidden)
            throw new LocalPostgresException(
                $"PostgreSQL does not run as root but as the user {User}, who may not enter {hidden}, which contains its programs: let " +
                    $"that user enter it with `chmod o+x {hidden}`.");
    }

    /// <summary>Makes the user who runs PostgreSQL the owner of its part of the folder.</summary>
    internal async Task SetOwnerAsync(CancellationToken cancellationToken)
    {
        if (User is not null)
            await CommandLine.RunAsync("chown", ["-R", User + ":", Home], null, Root, cancellationToken);
    }

    /// The outermost folder of the path that the user may not enter; null if there is none.
    private async Task<string?> FirstInaccessibleAsync(string folder, CancellationToken cancellationToken)
    {
        var path = new Stack<string>();
        for (var step = folder; step is not null; step = Path.GetDirectoryName(step))
            path.Push(step);
        var outcome = await CommandLine.RunAsync(
            "/bin/sh",
            ["-c", "for step; do [ -x \"$step\" ] || { echo \"$step\"; exit 1; }; done", "sh", .. path],
            User,
            "/",
            cancellationToken);
        return outcome.ExitCode == 0 ? null : outcome.Output;
    }

    private static string? FindUser()
    {
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess)
            return null;
        var users = File.ReadLines("/etc/passwd").Select(line => line.Split(':')[0]).ToHashSet(StringComparer.Ordinal);
        return Candidates.FirstOrDefault(users.Contains)
            ?? throw new LocalPostgresException(
                "PostgreSQL does not run as root, and there is no user postgres or nobody to run it as: add one (useradd --system " +
                    "postgres) or start as another user.");
    }
}
