using System.Diagnostics;

namespace Crm.Architecture.Tests;

/// <summary>Rule 12: what the item templates write compiles, without a warning, with the sources of the service and its tests.</summary>
[Category("Soak")]
public sealed class TemplateTests
{
    private static readonly string[] Needed =
        ["src", "tests/Api.Tests", "tests/Domain.Tests", "Directory.Build.props", "Directory.Packages.props", ".editorconfig",
            "global.json"];

    private string folder = null!;

    [SetUp]
    public void Copy_the_sources()
    {
        folder = Directory.CreateTempSubdirectory("crm-templates-").FullName;
        foreach (var path in Needed.Select(n => Path.Combine(Solution.Root, n)))
        {
            foreach (var file in File.Exists(path) ? [path] : Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories))
            {
                var relative = Path.GetRelativePath(Solution.Root, file);
                if (relative.Split(Path.DirectorySeparatorChar).Any(p => p is "bin" or "obj"))
                    continue;
                var copy = Path.Combine(folder, relative);
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy);
            }
        }
    }

    [TearDown]
    public void Delete_the_copy() => Directory.Delete(folder, recursive: true);

    [Test]
    public async Task The_files_of_each_template_compile()
    {
        // Templates are installed for this test only.
        string[] hive = ["--debug:custom-hive", Path.Combine(folder, "hive")];
        await DotnetAsync(["new", "install", Path.Combine(Solution.Root, "templates"), .. hive]);
        string[] names = ["--collection", "SalesPlans", "--resource", "Content"];
        await DotnetAsync(["new", "crm-record", "-n", "SalesPlan", .. names, .. hive]);
        await DotnetAsync(["new", "crm-command", "-n", "CloseSalesPlan", "--record", "SalesPlan", .. names, .. hive]);
        await DotnetAsync(["new", "crm-query", "-n", "GetSalesPlanAge", "--record", "SalesPlan", .. names, .. hive]);
        // The method that the command calls is written by hand.
        var aggregate = Path.Combine(folder, "src/Domain/SalesPlans/SalesPlan.cs");
        await File.WriteAllTextAsync(aggregate, (await File.ReadAllTextAsync(aggregate)).Replace(
            "    private Result Take(",
            "    public Result CloseSalesPlan(string? reason, DateTimeOffset now) => Update(Title, reason, OwnerId, now);\n\n    " +
                "private Result Take(",
            StringComparison.Ordinal));

        await DotnetAsync(["build", "tests/Api.Tests", "--configuration", "Release", "--verbosity", "quiet"]);

        Assert.That(File.Exists(Path.Combine(folder, "src/Infrastructure/Persistence/Schema/indexes/sales_plans.sql")), Is.True);
        Assert.That(
            await File.ReadAllTextAsync(Path.Combine(folder, "src/Application/SalesPlans/SalesPlanRecord.cs")),
            Does.Contain("Resource.Content, \"sales plan\", \"sales-plans\")"));
    }

    private async Task DotnetAsync(string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // A build server that outlives the test would keep its files open.
            Environment = { ["MSBUILDDISABLENODEREUSE"] = "1", ["UseSharedCompilation"] = "false" },
        };
        using var process = Process.Start(start)!;
        var output = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.That(process.ExitCode, Is.Zero, $"dotnet {string.Join(' ', arguments)}\n{string.Concat(output)}");
    }
}
