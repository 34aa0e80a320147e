using System.Globalization;
using System.Text;

namespace Crm.Domain.Common;

/// <summary>
/// Folded text: lower case, accents removed, spaces collapsed. Used for sameness of names, sorting by name and search;
/// done here and stored, because PostgreSQL cannot index <c>unaccent</c>.
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
    /// The text a record is searched by: each part folded, then once more cut into its words, so that a word that follows a
    /// punctuation mark ("acme" in "jo@acme.com") is also found by its beginning. Starts with a space, as every word in it does.
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

    private static bool HasPunctuation(string folded)
    {
        foreach (var rune in folded.EnumerateRunes())
        {
            if (rune.Value != ' ' && !Rune.IsLetterOrDigit(rune))
                return true;
        }

        return false;
    }

    /// <summary>Letters that Unicode does not take apart into a base letter and a mark.</summary>
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
