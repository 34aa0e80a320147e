namespace Crm.Domain.Communications;

/// <summary>The channel.</summary>
public enum CommunicationType
{
    Email,
    PhoneCall,
    Meeting,
    TextMessage,
    Whatsapp,
    VideoCall,
    Note,
    SocialMessage,
    DirectMail,
}
