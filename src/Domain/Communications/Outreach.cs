namespace Crm.Domain.Communications;

/// <summary>What the record of a contact or a lead says about being approached.</summary>
/// <param name="DoNotContact">Forbids every outbound communication.</param>
/// <param name="DoNotEmail">Forbids e-mail.</param>
/// <param name="DoNotCall">Forbids what goes to a telephone number, and video calls.</param>
/// <param name="IsInUse">False for an inactive contact and for a lead that is not interested or dead. They get no mail.</param>
public sealed record Outreach(bool DoNotContact, bool DoNotEmail, bool DoNotCall, bool IsInUse)
{
    /// <summary>Whether the status of a lead counts as in use.</summary>
    public static bool IsInUseAs(LeadStatus status) => status is not (LeadStatus.NotInterested or LeadStatus.Dead);

    /// <summary>Why an outbound communication over a channel must not reach the person. Null: it may. This is the only place that says
    /// which flag concerns which channel.</summary>
    public string? Refuses(CommunicationType channel) => channel switch
    {
        _ when DoNotContact => "doNotContact is set",
        CommunicationType.Email when DoNotEmail => "doNotEmail is set",
        CommunicationType.PhoneCall or CommunicationType.TextMessage or CommunicationType.Whatsapp or CommunicationType.VideoCall
            when DoNotCall => "doNotCall is set",
        CommunicationType.Email or CommunicationType.DirectMail when !IsInUse => "the record is not in use",
        _ => null,
    };
}
