namespace Crm.Domain.Common;

/// <summary>What text may hold, and how it is cut.</summary>
public static class TextRules
{
    /// <summary>Most characters of a text that a message shows.</summary>
    private const int MaxPrinted = 64;

    /// <summary>Whether the text has neither NUL nor half a surrogate pair: neither can be stored.</summary>
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

    /// <summary>The text, or its start where it is longer than that; a surrogate pair is not cut in two.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="length">Most characters, in UTF-16 code units.</param>
    public static string Cut(string text, int length)
    {
        if (text.Length <= length)
            return text;
        return text[..(length > 0 && char.IsHighSurrogate(text[length - 1]) && char.IsLowSurrogate(text[length]) ? length - 1 : length)];
    }

    /// <summary>The text, safe to be shown in a message: its start, none of it a control character.</summary>
    public static string Printable(string text) =>
        new([.. Cut(text, MaxPrinted).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c)]);
}
