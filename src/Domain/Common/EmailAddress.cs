namespace Crm.Domain.Common;

/// <summary>
/// Validates e-mail addresses: a dot-atom or a quoted string, then a domain or a literal in brackets
/// (RFC 5322, with the letters of RFC 6531; no comments, no white space). The grammar is implemented here because the parser of .NET
/// belongs to its mail client; a test compares both.
/// </summary>
public static class EmailAddress
{
    public static bool IsValid(string text)
    {
        if (text.Length > EmailRule.MaxLength || !TextRules.IsClean(text) || text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)))
            return false;
        var at = text.IndexOf('@', StringComparison.Ordinal);
        if (at < 1 || at == text.Length - 1 || at != text.LastIndexOf('@') || !text.IsNormalized())
            return false;
        var local = text.AsSpan(0, at);
        var domain = text.AsSpan(at + 1);
        return (local[0] == '"' ? IsQuoted(local) : IsAtoms(local) && local[0] != '.') && domain[0] != '.' && domain[^1] != '.' &&
            (domain[^1] == ']' ? IsLiteral(domain) : IsAtoms(domain));
    }

    private static bool IsAtoms(ReadOnlySpan<char> text)
    {
        if (text.IndexOf("..", StringComparison.Ordinal) >= 0)
            return false;
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c <= '\x7f' && !".!#$%&'*+-/=?^_`{|}~".Contains(c, StringComparison.Ordinal))
                return false;
        }

        return true;
    }

    private static bool IsQuoted(ReadOnlySpan<char> text)
    {
        if (text.Length < 2 || text[^1] != '"')
            return false;
        for (var i = 1; i < text.Length - 1; i++)
        {
            if (text[i] == '\\' ? ++i == text.Length - 1 : text[i] == '"')
                return false;
        }

        return true;
    }

    private static bool IsLiteral(ReadOnlySpan<char> text)
    {
        if (text[0] != '[' || text.IndexOf("..", StringComparison.Ordinal) >= 0)
            return false;
        for (var i = 1; i < text.Length - 1; i++)
        {
            if (text[i] == '\\' ? ++i == text.Length - 1 || text[i] > '\x7f' : text[i] is '[' or ']' or > '\x7f')
                return false;
        }

        return true;
    }
}
