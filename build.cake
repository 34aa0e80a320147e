// The build's targets. Ask for one through build.sh or build.ps1:
//   build | test [--filter <expression>] | run [options] | format | migration <Name> | migration --check | publish [--runtime <identifier>] |
//   bench [--scale=1] [--seconds=5] [--repetitions=3] [--reads=<name>,…] [--data=<folder>] [--flatness[=<deals>,…]] [--hot-owner] [--soak=10m] |
//   bench --only=lead-activities --url=<address> --login=<user> --password=<password> [--connections=4] [--seconds=10] [--leads=200] [--size=1000]
using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;

var clock = Stopwatch.StartNew();
var lastLine = "";
var target = Argument("target", "build");
var root = MakeAbsolute(Directory(".")).FullPath;
const string Solution = "Crm.sln";
const string ApiProject = "src/Api/Crm.Api.csproj";
const string MigrationsProject = "tools/Migrations/Crm.Migrations.csproj";
// One configuration for every target, so that `run` after `test` (or the other way round) compiles nothing twice.
const string Configuration = "Release";

// ---------------------------------------------------------------------------------------------------- targets

Task("build").Does(() => Build(Solution));

Task("run").Does(() => Build(ApiProject)); // build.sh starts the program itself, see there

Task("format").Does(() =>
{
    Restore(Solution);
    Say("Formatting");
    Dotnet("format", "whitespace", ".", "--folder", "--include", "src/", "tests/", "tools/", "bench/");
    Dotnet("format", "style", Solution, "--severity", "warn", "--no-restore");
});

Task("test").Does(() =>
{
    Say("Checking the format");
    // Whitespace only: the code style rules are checked by the compiler, in the build.
    // A finding fails the run, but at its end: the tests' results are wanted all the same.
    var formatted = TryDotnet("format", "whitespace", ".", "--folder", "--verify-no-changes", "--include", "src/", "tests/", "tools/", "bench/") == 0;

    Build(Solution);

    Say("Testing");
    var arguments = new List<string>
    {
        "test", "--solution", Solution, "--configuration", Configuration, "--no-build", "--no-progress", "--no-ansi",
        // An assembly in which the filter finds nothing is no failure; that no test ran at all is, see below.
        "--ignore-exit-code", "8",
    };
    var filter = Argument("filter", "");
    if (filter != "")
        arguments.AddRange(["--filter", filter]);

    var output = new List<string>();
    var exitCode = RunDotnet([.. arguments], line =>
    {
        lock (output)
            output.Add(line);
    });

    // `dotnet test` closes with the totals over all assemblies: "  total: 3", "  failed: 0", …
    int? Total(string name) => output
        .Select(line => Regex.Match(line, @$"^\s+{name}: (\d+)\s*$"))
        .Where(match => match.Success)
        .Select(match => (int?)int.Parse(match.Groups[1].Value))
        .LastOrDefault();

    var (passed, failed, skipped) = (Total("succeeded"), Total("failed"), Total("skipped"));
    if (passed is null || failed is null || skipped is null)
        throw new CakeException($"The tests gave no totals (exit code {exitCode}).");

    lastLine = $"{passed} passed, {failed} failed, {skipped} skipped";
    if (passed + failed == 0)
        throw new CakeException("No test ran.");
    if (exitCode != 0 || failed > 0)
        throw new CakeException(failed > 0 ? "Tests failed." : $"The test run failed (exit code {exitCode}).");
    if (!formatted)
        throw new CakeException("The format check failed: run `./build.sh format` and commit what it changes.");
});

Task("migration").Does(() =>
{
    Restore(MigrationsProject);
    string[] projects = ["--project", "src/Infrastructure", "--startup-project", "tools/Migrations", "--configuration", Configuration];
    if (HasArgument("check"))
    {
        Dotnet(["ef", "migrations", "has-pending-model-changes", .. projects]);
        return;
    }

    var name = Argument("name", "");
    if (!Regex.IsMatch(name, "^[A-Za-z][A-Za-z0-9_]*$"))
        throw new CakeException("Name the migration: ./build.sh migration <Name> (letters, digits and underscores).");

    Say($"Adding migration {name}");
    Dotnet(["ef", "migrations", "add", name, "--output-dir", "Persistence/Migrations", .. projects]);
    // EF writes a byte order mark, which .editorconfig rules out.
    foreach (var file in System.IO.Directory.GetFiles("src/Infrastructure/Persistence/Migrations", "*.cs"))
        System.IO.File.WriteAllText(file, System.IO.File.ReadAllText(file));
});

Task("bench").Does(() =>
{
    if (Argument("only", "") == "lead-activities")
    {
        RunBench("bench/lead-activities", "url", "login", "password", "connections", "seconds", "leads", "size");
        return;
    }

    Build(ApiProject);
    foreach (var part in new[] { "generator", "bare" })
        Dotnet("build", $"bench/{part}", "--configuration", Configuration, "--verbosity", "quiet", "-consoleLoggerParameters:NoSummary");
    RunBench("bench/runner", "scale", "seconds", "repetitions", "reads", "data", "flatness", "hot-owner", "soak");
});

Task("publish").Does(() =>
{
    var runtime = Argument("runtime", System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier);
    Say($"Publishing for {runtime} to artifacts/publish");
    CleanDirectory("artifacts/publish");
    // Compiled ahead of time, which halves the time of the first requests. The packages for that depend on the machine,
    // so they stay out of the lock files.
    Dotnet(
        "publish", ApiProject, "--configuration", Configuration, "--runtime", runtime, "--self-contained", "false",
        "-property:PublishReadyToRun=true", "-property:NuGetLockFilePath=obj/packages.publish.lock.json",
        "--output", "artifacts/publish", "--verbosity", "quiet");
});

// ---------------------------------------------------------------------------------------------------- helpers

/// Builds and runs one of bench/, with those of its options that were given.
void RunBench(string project, params string[] names)
{
    Dotnet("build", project, "--configuration", Configuration, "--verbosity", "quiet", "-consoleLoggerParameters:NoSummary");
    string[] options = [.. names.Where(n => HasArgument(n)).Select(n => Argument(n, "") is { Length: > 0 } value ? $"--{n}={value}" : $"--{n}")];
    Dotnet(["run", "--project", project, "--configuration", Configuration, "--no-build", "--", .. options]);
}

void Say(string text) => Console.WriteLine($"{clock.Elapsed.TotalSeconds,6:0.0} s  {text}");

/// Restores a project or the solution, unless nothing that restore reads has changed since the last time.
void Restore(string project)
{
    if (IsCurrent("restore", project, Inputs(restoreOnly: true)) && PackagesArePresent(project))
        return;
    Say($"Restoring packages of {project}");
    // In CI the lock files are the last word; a developer's restore may extend them.
    Dotnet(["restore", project, "--verbosity", "quiet", .. EnvironmentVariable("CI") is null ? Array.Empty<string>() : ["--locked-mode"]]);
    WriteStamp("restore", project, Inputs(restoreOnly: true)); // anew: a restore may have extended a lock file
}

void Build(string project)
{
    var program = System.IO.Path.Combine(root, "src/Api/bin", Configuration, "net10.0/Crm.Api.dll");
    if (IsCurrent("build", project, Inputs(restoreOnly: false)) && System.IO.File.Exists(program) && PackagesArePresent(project))
    {
        Say("Nothing changed since the last build");
        return;
    }

    Restore(project);
    var inputs = Inputs(restoreOnly: false); // before the build: what changes while it runs is built next time
    Say($"Building {project}");
    // A compiler that stays loaded for all projects halves the time; one of our own, so that it can be ended.
    var compiler = $"crm-{Environment.ProcessId}";
    try
    {
        Dotnet(
            "msbuild", project, $"-property:Configuration={Configuration}", "-property:UseSharedCompilation=true", $"-property:SharedCompilationId={compiler}",
            "-maxCpuCount", "-terminalLogger:off", "-verbosity:quiet", "-nologo", "-consoleLoggerParameters:NoSummary");
    }
    finally
    {
        StopCompiler(compiler);
    }

    WriteStamp("build", project, inputs);
}

void StopCompiler(string pipeName)
{
    using var version = Process.Start(new ProcessStartInfo("dotnet", "--version") { WorkingDirectory = root, RedirectStandardOutput = true })!;
    var sdk = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(Environment.ProcessPath)!, "sdk", version.StandardOutput.ReadToEnd().Trim());
    var compiler = System.IO.Path.Combine(sdk, "Roslyn", "bincore", "VBCSCompiler.dll");
    if (System.IO.File.Exists(compiler))
        TryDotnet("exec", compiler, $"-pipename:{pipeName}", "-shutdown");
}

/// What a restore or a build reads, each file with its size and time.
string Inputs(bool restoreOnly)
{
    var top = System.IO.Directory.EnumerateFiles(root)
        .Where(file => System.IO.Path.GetFileName(file) is "global.json" or "Crm.sln" or ".editorconfig" or "NuGet.config"
            || file.EndsWith(".props") || file.EndsWith(".targets"));
    var below = new[] { "src", "tests", "tools" }
        .Select(folder => System.IO.Path.Combine(root, folder))
        .Where(System.IO.Directory.Exists)
        .SelectMany(SourceFiles)
        .Where(file => !restoreOnly || file.EndsWith(".csproj") || file.EndsWith("packages.lock.json"));
    return string.Join('\n', top.Concat(below).Order(StringComparer.Ordinal).Select(file =>
    {
        var info = new System.IO.FileInfo(file);
        return $"{file} {info.Length} {info.LastWriteTimeUtc.Ticks}";
    }));
}

IEnumerable<string> SourceFiles(string folder)
{
    foreach (var file in System.IO.Directory.EnumerateFiles(folder))
        yield return file;
    foreach (var child in System.IO.Directory.EnumerateDirectories(folder))
    {
        if (System.IO.Path.GetFileName(child) is "bin" or "obj" or "TestResults" or "node_modules")
            continue;
        foreach (var file in SourceFiles(child))
            yield return file;
    }
}

/// NuGet's own list of the files a restored project needs: false in a fresh clone and where the cache was emptied.
bool PackagesArePresent(string project)
{
    var projects = project == Solution
        ? SourceFiles(System.IO.Path.Combine(root, "src")).Concat(SourceFiles(System.IO.Path.Combine(root, "tests"))).Where(file => file.EndsWith(".csproj"))
        : [System.IO.Path.Combine(root, project)];
    foreach (var file in projects)
    {
        var cache = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(file)!, "obj", "project.nuget.cache");
        if (!System.IO.File.Exists(cache))
            return false;
        using var json = JsonDocument.Parse(System.IO.File.ReadAllText(cache));
        if (!json.RootElement.GetProperty("expectedPackageFiles").EnumerateArray().All(path => System.IO.File.Exists(path.GetString())))
            return false;
    }

    return true;
}

void Dotnet(params string[] arguments)
{
    var exitCode = TryDotnet(arguments);
    if (exitCode != 0)
        throw new CakeException($"`dotnet {arguments[0]}` failed (exit code {exitCode}); the reason is above.");
}

int TryDotnet(params string[] arguments) => RunDotnet(arguments, null);

int RunDotnet(string[] arguments, Action<string> onLine)
{
    var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = root, RedirectStandardOutput = onLine != null };
    start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en"; // the totals are read from the output
    start.Environment["DOTNET_NOLOGO"] = "1";
    start.Environment["MSBUILDDISABLENODEREUSE"] = "1"; // leave no process behind
    using var process = Process.Start(start)!;
    if (onLine != null)
    {
        while (process.StandardOutput.ReadLine() is { } line)
        {
            Console.WriteLine(line);
            onLine(line);
        }
    }

    process.WaitForExit();
    return process.ExitCode;
}

// A stamp under artifacts/ holds the inputs with which a step last succeeded. What was done for the solution was done
// for each of its projects.
bool IsCurrent(string step, string project, string inputs) =>
    new[] { project, Solution }.Select(name => StampFile(step, name)).Any(file => System.IO.File.Exists(file) && System.IO.File.ReadAllText(file) == inputs);

void WriteStamp(string step, string project, string inputs)
{
    System.IO.Directory.CreateDirectory(System.IO.Path.Combine(root, "artifacts/stamps"));
    System.IO.File.WriteAllText(StampFile(step, project), inputs);
}

string StampFile(string step, string project) =>
    System.IO.Path.Combine(root, "artifacts/stamps", $"{step}-{System.IO.Path.GetFileNameWithoutExtension(project)}");

try
{
    RunTarget(target);
}
catch (Exception failure)
{
    Console.Error.WriteLine((failure.InnerException ?? failure).Message);
    Environment.ExitCode = 1;
}

if (lastLine != "")
    Console.WriteLine(lastLine);
Environment.Exit(Environment.ExitCode); // here, so that no report of Cake's own follows the last line
