using System.Globalization;
using System.Text;

namespace Crm.Domain.Common;

/// <summary>
/// Folded text: lower case, accents removed, spaces collapsed. Used to find duplicates, to sort by name and to search.
/// Computed here and stored, because PostgreSQL cannot index <c>unaccent</c>.
/// </summary>
public static class Folding
{
    /// <summary>Folds <paramref name="text"/>; null folds to the empty string.</summary>
    public static string Fold(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return "";
        var folded = new StringBuilder(text.Length);
        var pendingSpace = false;
        foreach (var rune in text.Normalize(NormalizationForm.FormKD).EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune))
            {
                pendingSpace = folded.Length > 0;
                continue;
            }

            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Control)
                continue;
            if (pendingSpace)
            {
                folded.Append(' ');
                pendingSpace = false;
            }

            var lower = Rune.ToLowerInvariant(rune);
            if (Letter(lower.Value) is { } plain)
                folded.Append(plain);
            else
                folded.Append(lower);
        }

        return folded.ToString();
    }

    /// <summary>
    /// The search text of a record: each part folded, then again split into words, so that a word after a punctuation
    /// mark ("acme" in "jo@acme.com") is also found by prefix. Starts with a space, as does every word in it.
    /// </summary>
    public static string SearchText(params ReadOnlySpan<string?> parts)
    {
        var text = new StringBuilder();
        foreach (var part in parts)
        {
            var folded = Fold(part);
            if (folded.Length == 0)
                continue;
            text.Append(' ').Append(folded);
            if (!HasPunctuation(folded))
                continue;
            text.Append(' ');
            foreach (var rune in folded.EnumerateRunes())
            {
                if (Rune.IsLetterOrDigit(rune))
                    text.Append(rune);
                else if (text[^1] != ' ')
                    text.Append(' ');
            }

            while (text[^1] == ' ')
                text.Length--;
        }

        return text.ToString();
    }

    /// <summary>
    /// The end of a search text: the words of a record that this one refers to, on a line of their own, since not everyone who may read
    /// this record may read that one.
    /// </summary>
    public static string LinkedText(string? name) => SearchText(name) is { Length: > 0 } words ? $"\n{words}" : "";

    private static bool HasPunctuation(string folded)
    {
        foreach (var rune in folded.EnumerateRunes())
        {
            if (rune.Value != ' ' && !Rune.IsLetterOrDigit(rune))
                return true;
        }

        return false;
    }

    /// <summary>Letters that Unicode does not decompose into a base letter and a mark.</summary>
    private static string? Letter(int lower) => lower switch
    {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' => "l",
        'đ' or 'ð' => "d",
        'þ' => "th",
        'ħ' => "h",
        'ı' => "i",
        'ŋ' => "n",
        'ŧ' => "t",
        'ς' => "σ",
        _ => null,
    };
}
