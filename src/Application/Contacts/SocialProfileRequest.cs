using System.Text.Json;
using Crm.Domain.Contacts;

namespace Crm.Application.Contacts;

/// <summary>What POST and PUT of a social profile have in common.</summary>
public abstract record SocialProfileRequest
{
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

internal sealed class SocialProfileRequestValidator : AbstractValidator<SocialProfileRequest>
{
    public SocialProfileRequestValidator(IClock clock)
    {
        this.Apply(SocialProfileDetails.Rules);
        RuleFor(p => p.LastSyncAt).NotInFuture(clock);
    }
}
