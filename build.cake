// The build's targets. Run one with build.sh or build.ps1; `./build.sh help` lists them.
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

var clock = Stopwatch.StartNew();
var target = Argument("target", "build");
// The word after the target: part of a test's name, or the name of a migration.
var name = Argument("name", "");
var root = MakeAbsolute(Directory(".")).FullPath;
const string Solution = "Crm.sln";
const string ApiProject = "src/Api/Crm.Api.csproj";
const string MigrationsProject = "tools/Migrations/Crm.Migrations.csproj";
// One configuration for every target, so that `run` after `test`, or `test` after `run`, compiles only the Api project twice.
const string Configuration = "Release";
const string NotSoak = "TestCategory!=Soak";
const string Quick = "TestCategory!=Slow&TestCategory!=Soak";

// Failures that are reported at the end of the run.
List<string> failures = [];
var compiles = false;
var (tested, passed, failed, skipped) = (false, 0, 0, 0);

// ---------------------------------------------------------------------------------------------------- targets

CakeTaskBuilder Target(string usage, string description) =>
    Task(usage.Split(' ')[0]).Description($"{usage,-31} {description}").OnError(failure => failures.Add(failure.Message));

Target("build", "compile; warnings are errors").Does(() => Build(Solution));

// build.sh starts the program after this target. Compiled ahead of time, it needs less than half the processor time to start.
Target("run [options]", "build, then serve with a private PostgreSQL under .crm/").Does(() =>
{
    Say($"Building {ApiProject}");
    Publish("artifacts/run", System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier);
});

Target("quick [name]", "build, then the tests that are neither slow nor soak").Does(() =>
{
    Build(Solution);
    Test(Quick, Chosen());
});

Target("watch [name]", "quick, again after each change; without a name, the tests of the folders that changed").Does(Watch);

Target("test [name]", "format check, build, then all tests but the soak tests").Does(() =>
{
    CheckFormat();
    Build(Solution);
    Test(NotSoak, Chosen());
});

Target("soak [name]", "build, then the long tests that `test` leaves out").Does(() =>
{
    Build(Solution);
    Test("TestCategory=Soak", Chosen());
});

Target("ci", "what continuous integration runs: test, then soak, with the totals of both").Does(() =>
{
    CheckFormat();
    Build(Solution);
    Test(NotSoak, "");
    Test("TestCategory=Soak", "");
});

Target("snapshots", "write docs/openapi.json, docs/database-schema.txt and docs/problem-codes.txt again").Does(() =>
{
    System.Environment.SetEnvironmentVariable("CRM_WRITE_SNAPSHOTS", "1");
    Build(Solution);
    Test(NotSoak, "FullyQualifiedName~SnapshotTests|FullyQualifiedName~ErrorTests");
});

Target("format", "fix what the format check finds").Does(() =>
{
    Restore(Solution);
    Say("Formatting");
    Dotnet("format", "whitespace", ".", "--folder", "--include", "src/", "tests/", "tools/", "bench/");
    Dotnet("format", "style", Solution, "--severity", "warn", "--no-restore");
});

Target("migration <Name> | --check", "add a migration, or check that none is missing").Does(() =>
{
    Restore(MigrationsProject);
    string[] projects = ["--project", "src/Infrastructure", "--startup-project", "tools/Migrations", "--configuration", Configuration];
    if (HasArgument("check"))
    {
        Dotnet(["ef", "migrations", "has-pending-model-changes", .. projects]);
        return;
    }

    if (!Regex.IsMatch(name, "^[A-Za-z][A-Za-z0-9_]*$"))
        throw new CakeException("Name the migration: ./build.sh migration <Name> (letters, digits and underscores).");

    Say($"Adding migration {name}");
    Dotnet(["ef", "migrations", "add", name, "--output-dir", "Persistence/Migrations", .. projects]);
    // EF writes a byte order mark, which .editorconfig does not allow.
    foreach (var file in System.IO.Directory.GetFiles("src/Infrastructure/Persistence/Migrations", "*.cs"))
        System.IO.File.WriteAllText(file, System.IO.File.ReadAllText(file));
});

Target("bench [options]", "measure the service; the options are in bench/README.md").Does(() =>
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

Target("publish [--runtime=<id>]", "put the program, compiled ahead of time, into artifacts/publish").Does(() =>
{
    var runtime = Argument("runtime", System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier);
    Say($"Publishing for {runtime} to artifacts/publish");
    CleanDirectory("artifacts/publish");
    Publish("artifacts/publish", runtime);
});

Target("clients", "generate clients from the OpenAPI document, compile and run them; lint the document").Does(() =>
{
    Build(ApiProject);
    Say("Clients");
    using var run = Process.Start(new ProcessStartInfo("node", ["tests/clients/run.mjs"]) { WorkingDirectory = root })!;
    run.WaitForExit();
    if (run.ExitCode != 0)
        throw new CakeException("The clients failed; see above.");
});

Target("help", "this list").Does(Help);

// ---------------------------------------------------------------------------------------------------- helpers

void Help()
{
    Console.WriteLine("./build.sh <target>, or build.ps1 on Windows; without a target: build");
    foreach (var task in Tasks)
        Console.WriteLine($"  {task.Description}");
    Console.WriteLine("quick, watch, test and soak also take --filter <expression>, as in --filter \"TestCategory=Slow\".");
}

/// Builds and runs a program of bench/, and passes it the options that are present.
void RunBench(string project, params string[] names)
{
    Dotnet("build", project, "--configuration", Configuration, "--verbosity", "quiet", "-consoleLoggerParameters:NoSummary");
    string[] options = [.. names.Where(n => HasArgument(n)).Select(n => Argument(n, "") is { Length: > 0 } v ? $"--{n}={v}" : $"--{n}")];
    Dotnet(["run", "--project", project, "--configuration", Configuration, "--no-build", "--", .. options]);
}

void Say(string text) => Console.WriteLine($"{clock.Elapsed.TotalSeconds,6:0.0} s  {text}");

// In CI the lock files must be complete; on a developer's machine a restore may update them.
string LockedMode() => $"-property:RestoreLockedMode={(EnvironmentVariable("CI") is null ? "false" : "true")}";

/// Writes the program, compiled ahead of time. The packages for that depend on the machine, so they are not in the lock files.
void Publish(string folder, string runtime)
{
    compiles = true;
    Dotnet(
        "publish", ApiProject, "--configuration", Configuration, "--runtime", runtime, "--self-contained", "false",
        "-property:PublishReadyToRun=true", "-property:NuGetLockFilePath=obj/packages.publish.lock.json",
        "-property:UseSharedCompilation=true", $"-property:SharedCompilationId={CompilerPipe()}",
        "--output", folder, "--verbosity", "quiet");
}

void Restore(string project) => Dotnet("restore", project, "--verbosity", "quiet", LockedMode());

void Build(string project)
{
    Say($"Building {project}");
    compiles = true;
    // A compiler server for all projects halves the time. It is private to this run, so that it can be stopped.
    Dotnet(
        "msbuild", project, "-restore", LockedMode(), $"-property:Configuration={Configuration}",
        "-property:UseSharedCompilation=true", $"-property:SharedCompilationId={CompilerPipe()}",
        "-maxCpuCount", "-terminalLogger:off", "-verbosity:quiet", "-nologo", "-consoleLoggerParameters:NoSummary");
}

string CompilerPipe() => $"crm-{Environment.ProcessId}";

void StopCompiler()
{
    var start = new ProcessStartInfo("dotnet", "--version") { WorkingDirectory = root, RedirectStandardOutput = true };
    using var process = Process.Start(start)!;
    var version = process.StandardOutput.ReadToEnd().Trim();
    var sdk = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(Environment.ProcessPath)!, "sdk", version);
    var compiler = System.IO.Path.Combine(sdk, "Roslyn", "bincore", "VBCSCompiler.dll");
    if (System.IO.File.Exists(compiler))
        TryDotnet("exec", compiler, $"-pipename:{CompilerPipe()}", "-shutdown");
}

/// Whitespace only: the code style rules are checked by the compiler, in the build.
/// A finding fails the run at its end, after the tests.
void CheckFormat()
{
    Say("Checking the format");
    if (TryDotnet("format", "whitespace", ".", "--folder", "--verify-no-changes", "--include", "src/", "tests/", "tools/", "bench/") != 0)
        failures.Add("The format check failed: run `./build.sh format` and commit what it changes.");
}

/// The filter expression from the command line.
string Chosen() => Argument("filter", "") is { Length: > 0 } filter ? filter : name == "" ? "" : $"FullyQualifiedName~{name}";

void Test(string category, string chosen)
{
    Say("Testing");
    var filter = chosen == "" ? category : $"({chosen})&{category}";
    var results = System.IO.Path.Combine(root, "artifacts/test-results");
    CleanDirectory(results);
    // NUnit writes one result file per assembly: the totals, and each test with its categories and duration.
    var settings = System.IO.Path.Combine(results, "settings.runsettings");
    new XElement("RunSettings", new XElement("NUnit", new XElement("TestOutputXml", results))).Save(settings);
    var exitCode = TryDotnet(
        "test", "--solution", Solution, "--configuration", Configuration, "--no-build", "--no-progress", "--no-ansi",
        "--settings", settings, "--filter", filter,
        // An assembly without a matching test is not a failure. A run without any test is, see below.
        "--ignore-exit-code", "8");

    var runs = System.IO.Directory.GetFiles(results, "*.xml").Select(file => XDocument.Load(file).Root).ToList();
    int Total(string attribute) => runs.Sum(run => (int)run.Attribute(attribute));
    tested = true;
    passed += Total("passed") + Total("warnings");
    failed += Total("failed");
    skipped += Total("skipped") + Total("inconclusive");
    if (runs.Sum(run => (int)run.Attribute("total")) == 0)
        failures.Add($"No test ran: none matches the filter {filter}.");
    else if (exitCode != 0)
        failures.Add(Total("failed") > 0 ? "Tests failed." : $"The test run failed (exit code {exitCode}).");
    if (chosen == "")
        failures.AddRange(UnmarkedSlowTests(runs));
}

/// Slow tests must be in the category Slow, so that `quick` stays fast. On a busy machine all tests take longer, so the limit is the
/// greater of three seconds and 200 times the median of the HTTP tests (the assembly with the highest median).
IEnumerable<string> UnmarkedSlowTests(List<XElement> runs)
{
    static double Seconds(XElement test) => (double)test.Attribute("duration");
    static double Median(XElement run) => run.Descendants("test-case").Select(Seconds).Order().ToList() is { Count: > 0 } all
        ? all[all.Count / 2]
        : 0;
    var limit = runs.Select(run => 200 * Median(run)).Append(3).Max();
    return
        from test in runs.Descendants("test-case")
        where Seconds(test) > limit
        let categories = test.AncestorsAndSelf().Elements("properties").Elements("property")
            .Where(p => (string)p.Attribute("name") == "Category").Select(p => (string)p.Attribute("value"))
        where !categories.Intersect(["Slow", "Soak"]).Any()
        select string.Create(
            CultureInfo.InvariantCulture,
            $"{(string)test.Attribute("fullname")} took {Seconds(test):0.0} s: make it faster than 3 s, or mark it [Category(\"Slow\")].");
}

void Watch()
{
    using var changes = new BlockingCollection<string>();
    Console.CancelKeyPress += (_, pressed) =>
    {
        pressed.Cancel = true; // so that the compiler is stopped, too
        changes.CompleteAdding();
    };
    void Changed(object sender, FileSystemEventArgs change)
    {
        var path = System.IO.Path.GetRelativePath(root, change.FullPath).Replace('\\', '/');
        if (System.IO.Path.HasExtension(path) && !Regex.IsMatch(path, "/(bin|obj)/") && !changes.IsAddingCompleted)
            changes.Add(path);
    }

    var watchers = new[] { "src", "tests" }.Select(folder => new FileSystemWatcher(folder) { IncludeSubdirectories = true }).ToList();
    foreach (var watcher in watchers)
    {
        watcher.Changed += Changed;
        watcher.Created += Changed;
        watcher.Deleted += Changed;
        watcher.Renamed += Changed;
        watcher.EnableRaisingEvents = true;
    }

    var chosen = Chosen();
    var changed = new HashSet<string>(); // since the last run that passed
    do
    {
        failures.Clear();
        (passed, failed, skipped) = (0, 0, 0);
        try
        {
            Build(Solution);
            Test(Quick, chosen);
        }
        catch (CakeException failure)
        {
            failures.Add(failure.Message);
        }

        Report();
        if (failures.Count == 0)
            changed.Clear();
        Say("Waiting for changes; press Ctrl-C to stop");
        if (changes.TryTake(out var first, -1))
            changed.Add(first);
        // An editor may write a file several times, and several files at once.
        while (changes.TryTake(out var next, 300))
            changed.Add(next);
        chosen = Chosen() is { Length: > 0 } filter ? filter : TestsOf(changed);
    }
    while (!changes.IsCompleted);
}

/// The tests of the folders of the changed files (mostly of one aggregate) and the architecture tests; all tests if a folder has none.
string TestsOf(IEnumerable<string> files)
{
    var folders = files.Select(file => Regex.Match(file, "^(src|tests)/[^/]+/([^/]+)/").Groups[2].Value).Distinct().ToList();
    return folders.All(folder => folder != "" && GetFiles($"tests/Api.Tests/{folder}/*Tests.cs").Count > 0)
        ? string.Join('|', folders.Select(folder => $"FullyQualifiedName~.{folder}.").Append("FullyQualifiedName~Architecture"))
        : "";
}

void Dotnet(params string[] arguments)
{
    var exitCode = TryDotnet(arguments);
    if (exitCode != 0)
        throw new CakeException($"`dotnet {arguments[0]}` failed (exit code {exitCode}); its output is above.");
}

int TryDotnet(params string[] arguments)
{
    var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = root };
    if (arguments[0] == "msbuild")
    {
        // The compiler exits before profile-guided optimisation pays off, and has memory to collect garbage less often: this saves a third
        // of the processor time.
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_GCgen0size"] = "0x8000000";
    }

    start.Environment["DOTNET_NOLOGO"] = "1";
    start.Environment["MSBUILDDISABLENODEREUSE"] = "1"; // leaves no process running
    using var process = Process.Start(start)!;
    process.WaitForExit();
    return process.ExitCode;
}

/// Prints the failures, then the totals of the tests as the last line.
void Report()
{
    foreach (var failure in failures)
        Console.Error.WriteLine(failure);
    if (tested)
        Console.WriteLine($"{passed} passed, {failed} failed, {skipped} skipped");
}

if (Tasks.All(task => task.Name != target))
{
    Console.Error.WriteLine($"Unknown target '{target}'.");
    Help();
    Environment.Exit(1);
}

RunTarget(target);
if (compiles)
    StopCompiler();
if (target != "watch")
    Report();
Environment.Exit(failures.Count == 0 ? 0 : 1); // exits here, so that Cake prints no report after the last line
