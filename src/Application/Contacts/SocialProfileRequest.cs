using System.Text.Json;
using Crm.Domain.Contacts;

namespace Crm.Application.Contacts;

/// <summary>The members that POST and PUT of a social profile share.</summary>
public abstract record SocialProfileRequest
{
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

internal sealed class SocialProfileRequestValidator : AbstractValidator<SocialProfileRequest>
{
    public SocialProfileRequestValidator(IClock clock)
    {
        this.Apply(SocialProfileDetails.Rules);
        RuleFor(p => p.LastSyncAt).NotInFuture(clock);
    }
}
