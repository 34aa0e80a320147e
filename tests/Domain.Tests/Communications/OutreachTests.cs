using Crm.Domain.Communications;

namespace Crm.Domain.Tests.Communications;

public sealed class OutreachTests
{
    private static readonly Outreach Free = new(false, false, false, IsInUse: true);

    [Test]
    public void Each_channel_has_its_flag([Values] CommunicationType channel)
    {
        var calls = channel is CommunicationType.PhoneCall or CommunicationType.TextMessage or CommunicationType.Whatsapp
            or CommunicationType.VideoCall;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Free.Refuses(channel), Is.Null);
            Assert.That((Free with { DoNotContact = true }).Refuses(channel), Does.Contain("doNotContact"));
            Assert.That((Free with { DoNotEmail = true }).Refuses(channel) is not null, Is.EqualTo(channel == CommunicationType.Email));
            Assert.That((Free with { DoNotCall = true }).Refuses(channel) is not null, Is.EqualTo(calls));
            Assert.That((Free with { IsInUse = false }).Refuses(channel) is not null,
                Is.EqualTo(channel is CommunicationType.Email or CommunicationType.DirectMail));
        }
    }

    [Test]
    public void A_lead_that_is_not_interested_or_dead_is_not_in_use([Values] LeadStatus status) =>
        Assert.That(Outreach.IsInUseAs(status), Is.EqualTo(status is not (LeadStatus.NotInterested or LeadStatus.Dead)));
}
