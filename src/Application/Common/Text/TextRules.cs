namespace Crm.Application.Common.Text;

/// <summary>What text may hold.</summary>
public static class TextRules
{
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

    /// <summary>The text, safe to be shown in a message: at most 64 characters, none of them a control character.</summary>
    public static string Printable(string text) =>
        new([.. (text.Length > 64 ? text[..64] : text).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c)]);
}
