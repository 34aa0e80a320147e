using System.Text.RegularExpressions;

namespace Crm.Domain.Contacts;

/// <summary>The URL of a social profile, split into platform and user.</summary>
/// <param name="Platform">OTHER for an unknown host.</param>
/// <param name="Username">Null if the URL does not contain it.</param>
/// <param name="ProfileId">The id on the platform, if the URL contains an id instead of a name.</param>
/// <param name="Url">The stored URL: https, host in lower case, without parts that do not identify the profile.</param>
public sealed partial record SocialAddress(SocialPlatform Platform, string? Username, string? ProfileId, string Url)
{
    private static readonly (string Host, SocialPlatform Platform)[] Hosts =
    [
        ("linkedin.com", SocialPlatform.Linkedin),
        ("facebook.com", SocialPlatform.Facebook),
        ("fb.com", SocialPlatform.Facebook),
        ("twitter.com", SocialPlatform.Twitter),
        ("x.com", SocialPlatform.Twitter),
        ("instagram.com", SocialPlatform.Instagram),
        ("youtube.com", SocialPlatform.Youtube),
        ("tiktok.com", SocialPlatform.Tiktok),
    ];

    /// <summary>First path segments that are pages of the platform, not profiles.</summary>
    private static readonly HashSet<string> ReservedNames = new(StringComparer.OrdinalIgnoreCase)
    {
        "about", "ads", "business", "events", "explore", "feed", "groups", "hashtag", "help", "home", "i", "intent", "jobs", "legal",
        "login", "marketplace",
        "messages", "notifications", "p", "pages", "people", "photo", "photo.php", "playlist", "policies", "privacy", "profile.php", "reel",
        "reels", "results",
        "search", "settings", "share", "sharer", "sharer.php", "shorts", "signup", "stories", "story.php", "tos", "tv", "video", "videos",
        "watch",
    };

    /// <summary>Parses the URL of a profile. The scheme is optional. Returns null if the text is not a web address.</summary>
    public static SocialAddress? Parse(string text)
    {
        text = text.Trim();
        if (!text.Contains("://", StringComparison.Ordinal))
            text = "https://" + text;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.Host.Length == 0 ||
            uri.UserInfo.Length > 0)
            return null;
        var host = uri.IdnHost.TrimEnd('.').ToLowerInvariant();
        var path = uri.AbsolutePath.TrimEnd('/');
        var port = uri.IsDefaultPort ? "" : $":{uri.Port}";
        var platform = port.Length > 0 ? SocialPlatform.Other
            : Array.Find(Hosts, h => host == h.Host || host.EndsWith("." + h.Host, StringComparison.Ordinal)) is { Host: not null } known
            ? known.Platform
            : SocialPlatform.Other;
        if (platform == SocialPlatform.Other)
            return new SocialAddress(platform, null, null, $"{uri.Scheme}://{host}{port}{path}{uri.Query}");
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString).ToArray();
        var (name, id) = Read(platform, parts, uri.Query);
        var query = platform == SocialPlatform.Facebook && parts is [var page] && Is(page, "profile.php") && id is not null ? $"?id={id}"
            : "";
        return new SocialAddress(platform, IsName(name) ? name : null, id, $"https://{host}{path}{query}");
    }

    /// <summary>The usual URL of a profile. Null if neither name nor id determines one.</summary>
    public static string? UrlOf(SocialPlatform platform, string? username, string? profileId) => (platform, username, profileId) switch
    {
        (SocialPlatform.Linkedin, { } name, _) => $"https://www.linkedin.com/in/{Escape(name)}",
        (SocialPlatform.Facebook, { } name, _) => $"https://www.facebook.com/{Escape(name)}",
        (SocialPlatform.Facebook, null, { } id) when IsDigits(id) => $"https://www.facebook.com/profile.php?id={id}",
        (SocialPlatform.Twitter, { } name, _) => $"https://x.com/{Escape(name)}",
        (SocialPlatform.Instagram, { } name, _) => $"https://www.instagram.com/{Escape(name)}",
        (SocialPlatform.Youtube, { } name, _) => $"https://www.youtube.com/@{Escape(name)}",
        (SocialPlatform.Youtube, null, { } id) when IsName(id) => $"https://www.youtube.com/channel/{id}",
        (SocialPlatform.Tiktok, { } name, _) => $"https://www.tiktok.com/@{Escape(name)}",
        _ => null,
    };

    /// <summary>A user name without the leading @ that some platforms use.</summary>
    public static string? Bare(string? username) => username?.TrimStart('@') is { Length: > 0 } bare ? bare : null;

    /// <summary>Whether the text can be a user name on any of the known platforms.</summary>
    public static bool IsName(string? text) => text is not null && NamePattern().IsMatch(text);

    private static (string? Name, string? Id) Read(SocialPlatform platform, string[] parts, string query)
    {
        if (parts.Length == 0)
            return (null, null);
        var (first, second) = (parts[0], parts.Length > 1 ? parts[1] : null);
        switch (platform)
        {
            case SocialPlatform.Linkedin:
                return (Is(first, "in", "company", "school", "showcase", "pub") ? second : null, null);
            case SocialPlatform.Youtube:
                return first[0] == '@' ? (Bare(first), null)
                    : Is(first, "channel") ? (null, IsName(second) ? second : null)
                    : (Is(first, "c", "user") ? second : null, null);
            case SocialPlatform.Tiktok:
                return (first[0] == '@' ? Bare(first) : null, null);
            case SocialPlatform.Facebook when Is(first, "profile.php"):
                var id = query.TrimStart('?').Split('&').FirstOrDefault(p => p.StartsWith("id=", StringComparison.Ordinal))?[3..];
                return (null, IsDigits(id) ? id : null);
            case SocialPlatform.Facebook when Is(first, "people", "pages"):
                return (null, parts.Length > 2 && IsDigits(parts[2]) ? parts[2] : null);
            default:
                return (ReservedNames.Contains(first) ? null : Bare(first), null);
        }
    }

    private static bool Is(string part, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (part.Equals(name, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    private static bool IsDigits(string? text) => text is { Length: > 0 and <= 30 } && text.All(char.IsAsciiDigit);

    private static string Escape(string name) => Uri.EscapeDataString(name);

    [GeneratedRegex(@"^[\p{L}\p{N}][\p{L}\p{M}\p{N}._-]{0,99}$|^_[\p{L}\p{M}\p{N}._-]{0,99}$", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}
