namespace Crm.Domain.Contacts;

/// <summary>Where a social profile is.</summary>
public enum SocialPlatform
{
    Linkedin,
    Facebook,
    Twitter,
    Instagram,
    Youtube,
    Tiktok,
    Other,
}
