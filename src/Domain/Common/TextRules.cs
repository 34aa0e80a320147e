using System.Globalization;
using System.Text;

namespace Crm.Domain.Common;

/// <summary>Validation and truncation of text.</summary>
public static class TextRules
{
    /// <summary>The maximum length of a text in a message.</summary>
    private const int MaxPrinted = 64;

    /// <summary>Whether the text contains neither NUL nor an unpaired surrogate, which PostgreSQL cannot store.</summary>
    public static bool IsClean(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0')
                return false;
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else if (char.IsSurrogate(text[i]))
                return false;
        }

        return true;
    }

    /// <summary>The text, truncated to a length at the boundary of a character as a reader sees it: neither a surrogate pair nor an
    /// emoji or a letter of several code points is split, unless it alone is longer.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="length">The maximum length, in UTF-16 code units.</param>
    public static string Cut(string text, int length)
    {
        if (text.Length <= length)
            return text;
        var end = 0;
        while (StringInfo.GetNextTextElementLength(text.AsSpan(end)) is > 0 and var next && end + next <= length)
            end += next;
        if (end == 0 && length > 0)
            end = char.IsHighSurrogate(text[length - 1]) && char.IsLowSurrogate(text[length]) ? length - 1 : length;
        return text[..end];
    }

    /// <summary>The text without NUL and unpaired surrogates.</summary>
    public static string WithoutBroken(string text)
    {
        if (IsClean(text))
            return text;
        var clean = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                clean.Append(text[i++]).Append(text[i]);
            else if (text[i] != '\0' && !char.IsSurrogate(text[i]))
                clean.Append(text[i]);
        }

        return clean.ToString();
    }

    /// <summary>The text for use in a message: truncated, without control characters.</summary>
    public static string Printable(string text) =>
        new([.. Cut(text, MaxPrinted).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c)]);
}
