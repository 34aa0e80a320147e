using Crm.Application.Common.Records;
using Crm.Domain.Common;

namespace Crm.Architecture.Tests;

/// <summary>Rule 7: each error code has one meaning and is provoked by a test.</summary>
public sealed partial class ErrorTests
{
    /// <summary>The codes of the errors that the source creates, in a catalogue or while reading a request, with the path of the file;
    /// those of record declarations, with the declaration's name.</summary>
    private static readonly (string Code, string Path)[] Created =
    [
        .. Solution.Sources("src").SelectMany(f => Creation().Matches(Solution.Code(f.Text)).Select(m => (m.Groups["code"].Value, f.Path))),
        .. RecordCatalog.All.Where(r => r.Aggregate is not null).Select(r => (r.NotFound.Code, r.GetType().Name)),
    ];

    /// <summary>The codes that the HTTP layer assigns to the framework's own errors.</summary>
    private static readonly string[] HttpLayerCodes =
    [
        .. Solution.Sources("src/Api/Http")
            .SelectMany(f => HttpLayerCode().Matches(Solution.Code(f.Text)).Select(m => m.Groups["code"].Value)),
    ];

    [Test]
    public void Each_catalogued_error_has_its_own_code()
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

        // A catalogue may reuse an error of another catalogue for a specific field. With the same code, it is the same error.
        var ambiguous = errors.GroupBy(e => e.Error.Code)
            .Where(g => g.Select(e => e.Error.Message).Distinct().Count() > 1 && Created.Count(m => m.Code == g.Key) > 1);
        Assert.That(ambiguous.Select(g => $"{g.Key}: {string.Join(", ", g.Select(e => e.Name))}"), Is.Empty);
    }

    [Test]
    public void Each_code_is_used_in_one_file()
    {
        Assert.That(Created, Has.Length.GreaterThan(30));
        var repeated = Created.GroupBy(m => m.Code).Where(g => g.Select(m => m.Path).Distinct().Count() > 1);
        Assert.That(repeated.Select(g => $"{g.Key}: {string.Join(", ", g.Select(m => m.Path).Distinct())}"), Is.Empty);
    }

    [Test]
    public void Each_code_is_provoked_by_a_test()
    {
        var tests = string.Join('\n', Solution.Sources("tests").Select(f => f.Text));
        var codes = Created.Select(m => m.Code).Concat(HttpLayerCodes).Distinct().ToArray();
        Assert.That(HttpLayerCodes, Does.Contain("method_not_allowed"));
        Assert.That(codes.Where(c => !tests.Contains($"\"{c}\"", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void The_codes_are_listed_in_the_documentation()
    {
        var codes = Created.Select(m => m.Code).Concat(HttpLayerCodes).Distinct().Order(StringComparer.Ordinal);
        var file = Path.Combine(Solution.Root, "docs/problem-codes.txt");
        var actual = string.Join('\n', codes) + "\n";
        if (Environment.GetEnvironmentVariable("CRM_WRITE_SNAPSHOTS") == "1")
            File.WriteAllText(file, actual);
        Assert.That(actual, Is.EqualTo(File.ReadAllText(file)),
            "docs/problem-codes.txt is out of date. If the change is intended, run ./build.sh snapshots and commit the file.");
    }

    [GeneratedRegex(
        @"\bError\s*\.\s*(?:Invalid|Forbidden|NotFound|Conflict)\s*\(\s*""(?<code>[a-z0-9_]+)""\s*,|" +
        @"\bnew(?:\s+Error)?\s*\(\s*""(?<code>[a-z0-9_]+)""\s*,(?=[^;]*\bErrorKind\.)")]
    private static partial Regex Creation();

    [GeneratedRegex(@"=>\s*\(""(?<code>[a-z0-9]+(?:_[a-z0-9]+)*)"",|WriteAsync\(\s*\w+,\s*[\w.]+,\s*""(?<code>[a-z0-9_]+)""")]
    private static partial Regex HttpLayerCode();
}
