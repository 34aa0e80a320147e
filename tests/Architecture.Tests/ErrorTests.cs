using Crm.Domain.Common;

namespace Crm.Architecture.Tests;

/// <summary>Rule 7: each code means one thing, and a test provokes it.</summary>
public sealed partial class ErrorTests
{
    /// <summary>Where an error is made, with its code: by a catalogue, or where a request is read.</summary>
    private static readonly (string Code, string Path)[] Made =
    [
        .. Solution.Sources("src").SelectMany(f => Creation().Matches(Solution.Code(f.Text)).Select(m => (m.Groups["code"].Value, f.Path))),
    ];

    /// <summary>Codes that the edge gives without an error: to the framework's refusals.</summary>
    private static readonly string[] OfTheEdge =
    [
        .. Solution.Sources("src/Api/Http").SelectMany(f => EdgeCode().Matches(Solution.Code(f.Text)).Select(m => m.Groups["code"].Value)),
    ];

    [Test]
    public void Each_catalogued_error_has_a_code_of_its_own()
    {
        var errors = new[] { Solution.Domain, Solution.Application, Solution.Infrastructure, Solution.Api }.SelectMany(a => a.GetTypes())
            .Where(t => t is { IsAbstract: true, IsSealed: true } && t.Name.EndsWith("Errors", StringComparison.Ordinal))
            .SelectMany(t => t.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
                .Where(f => f.FieldType == typeof(Error)).Select(f => (Name: $"{t.Name}.{f.Name}", Error: (Error)f.GetValue(null)!)))
            .ToArray();
        Assert.That(errors, Has.Length.GreaterThan(20));
        foreach (var (name, error) in errors)
        {
            Assert.That(error.Code, Does.Match("^[a-z][a-z0-9]*(_[a-z0-9]+)*$"), name);
            Assert.That(error.Message, Does.EndWith(".").Or.EndsWith("48"), name);
        }

        // A catalogue's field may point an error of another at a field; by its code it is the same error.
        var shared = errors.GroupBy(e => e.Error.Code).Where(g => g.Select(e => e.Error.Message).Distinct().Count() > 1 && Made.Count(m => m.Code == g.Key) > 1);
        Assert.That(shared.Select(g => $"{g.Key}: {string.Join(", ", g.Select(e => e.Name))}"), Is.Empty);
    }

    [Test]
    public void A_code_is_given_in_one_file()
    {
        Assert.That(Made, Has.Length.GreaterThan(30));
        var several = Made.GroupBy(m => m.Code).Where(g => g.Select(m => m.Path).Distinct().Count() > 1);
        Assert.That(several.Select(g => $"{g.Key}: {string.Join(", ", g.Select(m => m.Path).Distinct())}"), Is.Empty);
    }

    [Test]
    public void Each_code_is_provoked_by_a_test()
    {
        var tests = string.Join('\n', Solution.Sources("tests").Select(f => f.Text));
        var codes = Made.Select(m => m.Code).Concat(OfTheEdge).Distinct().ToArray();
        Assert.That(OfTheEdge, Does.Contain("method_not_allowed"));
        Assert.That(codes.Where(c => !tests.Contains($"\"{c}\"", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void The_codes_are_listed_in_the_documentation()
    {
        var codes = Made.Select(m => m.Code).Concat(OfTheEdge).Distinct().Order(StringComparer.Ordinal);
        var file = Path.Combine(Solution.Root, "docs/problem-codes.txt");
        var actual = string.Join('\n', codes) + "\n";
        if (Environment.GetEnvironmentVariable("CRM_WRITE_SNAPSHOTS") == "1")
            File.WriteAllText(file, actual);
        Assert.That(actual, Is.EqualTo(File.ReadAllText(file)), "docs/problem-codes.txt is out of date. Where the change is meant, run ./build.sh snapshots and commit it.");
    }

    [GeneratedRegex(@"\bError\s*\.\s*(?:Invalid|Forbidden|NotFound|Conflict)\s*\(\s*""(?<code>[a-z0-9_]+)""\s*,|\bnew(?:\s+Error)?\s*\(\s*""(?<code>[a-z0-9_]+)""\s*,(?=[^;]*\bErrorKind\.)")]
    private static partial Regex Creation();

    [GeneratedRegex(@"=>\s*\(""(?<code>[a-z0-9]+(?:_[a-z0-9]+)*)"",|WriteAsync\(\s*\w+,\s*[\w.]+,\s*""(?<code>[a-z0-9_]+)""")]
    private static partial Regex EdgeCode();
}
