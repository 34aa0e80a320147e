namespace Crm.Architecture.Tests;

/// <summary>Rule 12: the examples of CONTRIBUTING.md are code of this repository, and what it names exists.</summary>
public sealed partial class ContributingTests
{
    /// <summary>A line that stands for lines left out.</summary>
    private const string Omission = "…";

    private static readonly string Guide = File.ReadAllText(Path.Combine(Solution.Root, "CONTRIBUTING.md"));

    private static IEnumerable<TestCaseData> Examples => Blocks(Guide)
        .Select(b => new TestCaseData(b.File, b.Lines).SetArgDisplayNames(b.File, b.Lines.First(l => l != Omission)));

    [Test]
    public void Each_example_names_its_file()
    {
        Assert.That(Examples.Count(), Is.GreaterThan(10));
        Assert.That(Examples.Count(), Is.EqualTo(Fence().Count(Guide)));
    }

    [TestCaseSource(nameof(Examples))]
    public void Each_example_is_in_its_file(string file, string[] lines) =>
        Assert.That(MissingLine(LinesOf(File.ReadAllText(Path.Combine(Solution.Root, file))), lines), Is.Null);

    [TestCase("a b d", null)]
    [TestCase("b c", null)]
    [TestCase("a … d", null)]
    [TestCase("… d", null)]
    [TestCase("a … c d", null)]
    [TestCase("a x", "a")]
    [TestCase("a c", "a")]
    [TestCase("b … a", "a")]
    [TestCase("a … x", "x")]
    public void A_difference_is_found(string example, string? missing) =>
        Assert.That(MissingLine(["a", "b", "d", "b", "c", "d"], example.Split(' ')), Is.EqualTo(missing));

    [Test]
    public void The_files_that_it_names_exist()
    {
        var files = NamedFile().Matches(Guide).Select(m => m.Value).Distinct().ToArray();
        Assert.That(files, Has.Length.GreaterThan(10));
        Assert.That(files.Where(f => !Path.Exists(Path.Combine(Solution.Root, f))), Is.Empty);
    }

    /// <summary>The C# examples with the files that they are quoted from.</summary>
    private static IEnumerable<(string File, string[] Lines)> Blocks(string guide) =>
        Block().Matches(guide).Select(m => (m.Groups["file"].Value, LinesOf(m.Groups["code"].Value)));

    /// <summary>Indentation and blank lines do not matter.</summary>
    private static string[] LinesOf(string text) => [.. text.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0)];

    /// <summary>The first line of the first part that does not follow the parts before it; null: the example is in the file.</summary>
    private static string? MissingLine(string[] file, string[] example)
    {
        var position = 0;
        foreach (var part in Parts(example))
        {
            var start = Enumerable.Range(position, Math.Max(0, file.Length - part.Count - position + 1))
                .Cast<int?>().FirstOrDefault(i => file.AsSpan(i!.Value, part.Count).SequenceEqual(part.ToArray()));
            if (start is null)
                return part[0];
            position = start.Value + part.Count;
        }

        return null;
    }

    private static IEnumerable<List<string>> Parts(string[] example)
    {
        var part = new List<string>();
        foreach (var line in example.Append(Omission))
        {
            if (line != Omission)
            {
                part.Add(line);
                continue;
            }

            if (part.Count > 0)
                yield return part;
            part = [];
        }
    }

    [GeneratedRegex("^```csharp$", RegexOptions.Multiline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^<!-- (?<file>(?:src|tests)/\S+\.cs) -->\n```csharp\n(?<code>.*?)^```$",
        RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    /// <summary>A path from the root; those of examples that do not exist yet contain no such folder.</summary>
    [GeneratedRegex(@"\b(?:src|tests|docs|tools|templates|bench)/[\w./-]*[\w-]")]
    private static partial Regex NamedFile();
}
