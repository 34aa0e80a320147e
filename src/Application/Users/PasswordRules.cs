using System.Text;
using Crm.Domain.Users;

namespace Crm.Application.Users;

/// <summary>Checks new passwords: long ones that are not among the first guesses of an attacker. There are no rules about kinds of
/// characters, because they lead to weaker passwords.</summary>
public static class PasswordRules
{
    /// <summary>The minimum number of different characters.</summary>
    private const int MinDistinct = 5;

    private static readonly Lazy<HashSet<string>> Common = new(ReadCommon);

    /// <summary>The fault of a new password, as the end of a sentence that starts with the field. Null if the password is valid.</summary>
    /// <param name="password">The password as entered.</param>
    /// <param name="names">The names of the user: username, e-mail address.</param>
    public static string? FaultOf(string password, params ReadOnlySpan<string> names)
    {
        if (password.Length < User.MinPasswordLength)
            return $"must have at least {User.MinPasswordLength} characters.";
        if (password.Length > User.MaxPasswordLength)
            return $"must have at most {User.MaxPasswordLength} characters.";
        var lower = password.ToLowerInvariant();
        if (lower.Distinct().Count() < MinDistinct || IsCommon(lower))
            return "is one of those that are guessed first; choose another, such as four random words.";
        foreach (var name in names)
        {
            if (Contains(lower, name) || Contains(lower, name.Split('@')[0]))
                return "must not contain the username or the e-mail address.";
        }

        return null;
    }

    /// <summary>Short names are ignored, because they would exclude too many passwords.</summary>
    private static bool Contains(string lower, string name) =>
        name.Length >= 4 && lower.Contains(name.ToLowerInvariant(), StringComparison.Ordinal);

    /// <summary>Whether the password is in the list, directly or without decoration ("P@ssw0rd2024!" is "password"), or repeats one word of
    /// the list.</summary>
    private static bool IsCommon(string lower)
    {
        var core = Undecorated(lower);
        return Common.Value.Contains(lower) || Common.Value.Contains(core) || Common.Value.Contains(OnePeriod(lower)) ||
            Common.Value.Contains(OnePeriod(core));
    }

    private static string Undecorated(string lower)
    {
        var trimmed = lower.AsSpan().Trim("0123456789 !?.,;:*+-_#$%&@=()");
        var plain = new StringBuilder(trimmed.Length);
        foreach (var c in trimmed)
        {
            plain.Append(c switch
            {
                '0' => 'o',
                '1' or '!' => 'i',
                '3' => 'e',
                '4' or '@' => 'a',
                '5' or '$' => 's',
                '7' => 't',
                _ => c,
            });
        }

        return plain.ToString();
    }

    /// <summary>The part that the text repeats, or the text itself.</summary>
    private static string OnePeriod(string text)
    {
        var period = (text + text).IndexOf(text, Math.Min(1, text.Length), StringComparison.Ordinal);
        return period > 0 && period < text.Length ? text[..period] : text;
    }

    private static HashSet<string> ReadCommon()
    {
        using var stream = typeof(PasswordRules).Assembly.GetManifestResourceStream("Crm.Application.Users.CommonPasswords.txt")!;
        using var reader = new StreamReader(stream);
        var words = new HashSet<string>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
                words.Add(line);
        }

        return words;
    }
}
