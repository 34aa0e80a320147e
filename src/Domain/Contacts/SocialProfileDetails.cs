using System.Text.Json;

namespace Crm.Domain.Contacts;

/// <summary>What a user types about a social profile.</summary>
public sealed record SocialProfileDetails
{
    /// <summary>What its members may hold.</summary>
    public static FieldRules<SocialProfileDetails> Rules { get; } = FieldRules.For<SocialProfileDetails>(f =>
    {
        f.WebAddress(p => p.ProfileUrl);
        f.Line(p => p.Username);
        f.Line(p => p.ProfileId);
        f.JsonObject(p => p.Metadata);
    });

    /// <summary>Its address; platform and user name are taken from it. Left out, it is made of platform and user name.</summary>
    public string? ProfileUrl { get; init; }

    /// <summary>Needed without profileUrl; with it, the one it tells.</summary>
    public SocialPlatform? Platform { get; init; }

    /// <summary>Needed without profileUrl; with it, the one it tells.</summary>
    public string? Username { get; init; }

    /// <summary>The platform's own id.</summary>
    public string? ProfileId { get; init; }
    public bool IsVerified { get; init; }
    public DateTimeOffset? LastSyncAt { get; init; }

    /// <summary>Anything that the platform tells: a JSON object.</summary>
    public JsonElement? Metadata { get; init; }
}
