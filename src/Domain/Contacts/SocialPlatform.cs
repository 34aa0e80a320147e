namespace Crm.Domain.Contacts;

/// <summary>The platform of a social profile.</summary>
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
