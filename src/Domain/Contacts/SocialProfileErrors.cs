namespace Crm.Domain.Contacts;

public static class SocialProfileErrors
{
    public static readonly Error NotFound = Error.NotFound("social_profile_not_found", "The contact has no such social profile.");

    public static readonly Error Missing = Error.Invalid(
        "social_profile_missing", "Give profileUrl, or platform and username.").At("profileUrl");

    public static readonly Error UrlInvalid = Error.Invalid(
        "profile_url_invalid", "profileUrl must be a web address such as https://www.linkedin.com/in/name.").At("profileUrl");

    public static readonly Error UsernameInvalid = Error.Invalid(
        "profile_username_invalid", "username must be only the name, as in the URL of the profile.").At("username");

    public static readonly Error PlatformExists = Error.Conflict(
        "social_profile_exists", "The contact has a profile on this platform already; change that one.").At("platform");

    public static readonly Error UrlExists = Error.Conflict(
        "social_profile_url_exists", "The contact has a profile at this address already.").At("profileUrl");

    public static readonly Error TooMany = Error.Conflict(
        "too_many_social_profiles", $"A contact takes at most {Contact.MaxSocialProfiles} social profiles; remove one first.");

    public static Error Contradicts(string field, string expected) => Error.Invalid(
        "profile_contradicts_url", $"{field} does not match profileUrl ({expected}); leave one of them out.").At(field);
}
