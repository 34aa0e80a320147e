namespace Crm.Application.Common.Text;

/// <summary>Suggests a valid name for an unknown one.</summary>
public static class Suggestions
{
    /// <summary>The end of a sentence that names the nearest candidate, or all candidates if none is near.</summary>
    public static string For(string given, IEnumerable<string> candidates)
    {
        var all = candidates.ToArray();
        if (all.Length == 0)
            return "none is accepted here.";
        var nearest = all.Select(c => (Name: c, Distance: Distance(given, c))).MinBy(c => c.Distance);
        return nearest.Distance <= Math.Max(2, given.Length / 3) ? $"did you mean '{nearest.Name}'?"
            : $"use one of {string.Join(", ", all)}.";
    }

    /// <summary>Levenshtein distance of the first 64 characters, ignoring letter case.</summary>
    private static int Distance(string a, string b)
    {
        a = Head(a);
        b = Head(b);
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + cost));
            }
        }

        return row[b.Length];
    }

    private static string Head(string text) => TextRules.Cut(text, 64).ToUpperInvariant();
}
