using System.Text.Json;

namespace Crm.Domain.Contacts;

/// <summary>A contact's profile on a social platform.</summary>
public sealed class SocialProfile
{
    private SocialProfile()
    {
    }

    private SocialProfile(Guid id, Guid contactId, DateTimeOffset now) => (Id, ContactId, CreatedAt) = (id, contactId, now);

    /// <summary>The field rules of this type.</summary>
    public static FieldRules<SocialProfileDetails> Rules => SocialProfileDetails.Rules;

    public Guid Id { get; private set; }
    public Guid ContactId { get; private set; }
    public SocialPlatform Platform { get; private set; }
    public string? Username { get; private set; }
    public string ProfileUrl { get; private set; } = "";

    /// <summary>The id of the profile on the platform.</summary>
    public string? ProfileId { get; private set; }
    public bool IsVerified { get; private set; }
    public DateTimeOffset? LastSyncAt { get; private set; }
    public JsonElement? Metadata { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }

    internal static Result<SocialProfile> Create(
        Guid id, Guid contactId, SocialProfileDetails details, DateTimeOffset now, Func<SocialAddress, Error?> clash)
    {
        var profile = new SocialProfile(id, contactId, now);
        return profile.Change(details, now, clash).Error is { } error ? error : profile;
    }

    /// <param name="details">The new fields.</param>
    /// <param name="now">The current time.</param>
    /// <param name="clash">Returns the error if another profile of the contact has this URL.</param>
    internal Result Change(SocialProfileDetails details, DateTimeOffset now, Func<SocialAddress, Error?> clash)
    {
        var faults = new FieldFaults().Check(SocialProfileDetails.Rules, details).CheckPast(nameof(LastSyncAt), details.LastSyncAt, now);
        if (faults.Error is { } invalid)
            return invalid;
        var resolved = Resolve(details);
        if (resolved.Error is { } error)
            return error;
        if (clash(resolved.Value) is { } taken)
            return taken;
        (Platform, Username, ProfileId, ProfileUrl) = resolved.Value;
        IsVerified = details.IsVerified;
        LastSyncAt = details.LastSyncAt;
        // If only the spelling differs, the stored text stays, so that sending back what was read changes nothing.
        if (Metadata is null != details.Metadata is null ||
            (Metadata is { } kept && !JsonElement.DeepEquals(kept, details.Metadata!.Value)))
            Metadata = details.Metadata;
        return Result.Ok;
    }

    /// <summary>The error if both are the same profile of one contact.</summary>
    internal Error? ClashWith(SocialAddress other)
    {
        if (Platform != other.Platform)
            return null;
        if (Platform != SocialPlatform.Other)
            return SocialProfileErrors.PlatformExists;
        return ProfileUrl == other.Url ? SocialProfileErrors.UrlExists : null;
    }

    private static Result<SocialAddress> Resolve(SocialProfileDetails details)
    {
        var username = SocialAddress.Bare(details.Username);
        var profileId = details.ProfileId is { Length: > 0 } id ? id : null;
        if (details.ProfileUrl is { Length: > 0 } url)
        {
            if (SocialAddress.Parse(url) is not { } parsed || parsed.Url.Length > Limits.Url)
                return SocialProfileErrors.UrlInvalid;
            if (details.Platform is { } given && given != parsed.Platform)
                return SocialProfileErrors.Contradicts("platform", EnumText<SocialPlatform>.Of(parsed.Platform));
            if (username is not null && parsed.Username is not null &&
                !username.Equals(parsed.Username, StringComparison.OrdinalIgnoreCase))
                return SocialProfileErrors.Contradicts("username", parsed.Username);
            if (profileId is not null && parsed.ProfileId is not null && profileId != parsed.ProfileId)
                return SocialProfileErrors.Contradicts("profileId", parsed.ProfileId);
            return parsed with { Username = parsed.Username ?? username, ProfileId = parsed.ProfileId ?? profileId };
        }

        if (details.Platform is not { } platform || platform == SocialPlatform.Other)
            return SocialProfileErrors.Missing;
        if (username is not null && !SocialAddress.IsName(username))
            return SocialProfileErrors.UsernameInvalid;
        return SocialAddress.UrlOf(platform, username, profileId) is { } built
            ? new SocialAddress(platform, username, profileId, built)
            : SocialProfileErrors.Missing;
    }
}
