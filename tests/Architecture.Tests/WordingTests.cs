namespace Crm.Architecture.Tests;

/// <summary>Rule 12: files are named like their type, lines are short enough to read side by side, words are those of the
/// glossary.</summary>
public sealed partial class WordingTests
{
    private const int MaxLine = 140;

    private static readonly string[] CodeFolders = ["src", "tests", "bench", "tools"];

    [Test]
    public void A_file_is_named_like_a_type_in_it()
    {
        var wrong = CodeFolders.SelectMany(Solution.Sources)
            .Where(f => !f.Path.Contains("/Migrations/", StringComparison.Ordinal))
            .Select(f => (f.Path, Name: Path.GetFileNameWithoutExtension(f.Path), Types: TypeName().Matches(Solution.Code(f.Text))
                .Select(m => m.Groups[1].Value).ToArray()))
            // A program of top-level statements declares none of its own; the events of an aggregate are small enough to stand together.
            .Where(f => f.Types.Length > 0 && f.Name != "Program" && !f.Types.Contains(f.Name) &&
                !f.Name.EndsWith("Events", StringComparison.Ordinal));
        Assert.That(wrong.Select(f => $"{f.Path} declares {string.Join(", ", f.Types)}"), Is.Empty);
    }

    [Test]
    public void Lines_have_at_most_140_characters()
    {
        var wide = CodeFolders.SelectMany(Solution.Sources)
            .Where(f => !f.Path.Contains("/Migrations/", StringComparison.Ordinal))
            .SelectMany(f => f.Text.Split('\n').Select((line, i) => (Place: $"{f.Path}:{i + 1}", Length: line.TrimEnd('\r').Length)))
            .Where(l => l.Length > MaxLine);
        Assert.That(wide.Select(l => $"{l.Place} has {l.Length}"), Is.Empty);
    }

    [Test]
    public void Words_that_the_glossary_rules_out_are_absent()
    {
        var words = ExcludedWords().ToArray();
        Assert.That(words, Has.Length.GreaterThan(50));
        var found = new List<string>();
        foreach (var (path, text) in Texts())
            found.AddRange(words.Where(w => w.Pattern.IsMatch(text)).Select(w => $"{path}: {w.Word}"));
        Assert.That(found, Is.Empty, "docs/glossary.md names the word to use.");
    }

    /// <summary>The code spans of the glossary's column "not". An identifier matches by case, a phrase in any case and across a line
    /// break.</summary>
    private static IEnumerable<(string Word, Regex Pattern)> ExcludedWords()
    {
        var rows = File.ReadLines(Path.Combine(Solution.Root, "docs/glossary.md"))
            .Where(l => l.StartsWith('|')).Select(l => l.Split('|')).Where(c => c.Length >= 5 && c[2].Trim() != "not");
        foreach (var word in rows.SelectMany(r => CodeSpan().Matches(r[2]).Select(m => m.Groups[1].Value)))
        {
            var isIdentifier = word.Any(c => char.IsUpper(c) || c == '_');
            var words = string.Join(@"\s+(?:///?\s*)?", word.Split(' ').Select(Regex.Escape));
            yield return (word, new Regex($@"(?<!\w){words}(?!\w)", isIdentifier ? RegexOptions.None : RegexOptions.IgnoreCase));
        }
    }

    private static IEnumerable<(string Path, string Text)> Texts() => CodeFolders.SelectMany(Solution.Sources)
        .Concat(Directory.EnumerateFiles(Solution.Root, "*.md")
            .Concat(Directory.EnumerateFiles(Path.Combine(Solution.Root, "docs"), "*.md", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(Path.Combine(Solution.Root, "src"), "*.sql", SearchOption.AllDirectories))
            .Append(Path.Combine(Solution.Root, "bench/README.md"))
            .Where(f => Path.GetFileName(f) != "glossary.md")
            .Select(f => (Path.GetRelativePath(Solution.Root, f), File.ReadAllText(f))));

    [GeneratedRegex(
        @"^\s*(?:(?:public|internal|private|protected|file|static|sealed|abstract|partial|readonly|ref)\s+)*" +
        @"(?:class|record|interface|struct|enum)\s+(?:struct\s+|class\s+)?(\w+)",
        RegexOptions.Multiline)]
    private static partial Regex TypeName();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex CodeSpan();
}
