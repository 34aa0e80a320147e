using System.Text.Json;

namespace Crm.Domain.Contacts;

/// <summary>The fields of a social profile.</summary>
public sealed record SocialProfileDetails
{
    /// <summary>The field rules of this type.</summary>
    public static FieldRules<SocialProfileDetails> Rules { get; } = FieldRules.For<SocialProfileDetails>(f =>
    {
        f.WebAddress(p => p.ProfileUrl);
        f.Line(p => p.Username);
        f.Line(p => p.ProfileId);
        f.JsonObject(p => p.Metadata);
    });

    /// <summary>The URL of the profile. Platform and user name are taken from it. If absent, it is built from platform and user
    /// name.</summary>
    public string? ProfileUrl { get; init; }

    /// <summary>Required without profileUrl. With profileUrl, it is taken from the URL.</summary>
    public SocialPlatform? Platform { get; init; }

    /// <summary>Required without profileUrl. With profileUrl, it is taken from the URL.</summary>
    public string? Username { get; init; }

    /// <summary>The id of the profile on the platform.</summary>
    public string? ProfileId { get; init; }
    public bool IsVerified { get; init; }
    public DateTimeOffset? LastSyncAt { get; init; }

    /// <summary>A JSON object with any further data from the platform.</summary>
    public JsonElement? Metadata { get; init; }
}
