using Crm.Domain.Communications;
using Crm.Domain.Companies;
using Crm.Domain.Contacts;
using Crm.Domain.Deals;
using Crm.Domain.Leads;

namespace Crm.Application.Communications;

internal sealed class CommunicationRecord()
    : Record<Communication, CommunicationView>(Resource.Communications, "communication", "communications")
{
    protected override void Describe(RecordBuilder record) => record
        .OwnedBy("creator_id")
        .DisplayedAs($"coalesce(p.subject, left(p.content, 100), p.type)")
        .Searched()
        .Audited()
        .OnTimeline(new TimelineSource(TimelineType.Communication)
        {
            Kind = $"x.type",
            Title = $"x.subject",
            Text = $"x.content",
            Status = $"x.status",
            UserId = $"x.creator_id",
            ContactId = $"x.contact_id",
            DealId = $"x.deal_id",
            CompanyId = $"x.company_id",
            LeadId = $"x.lead_id",
            InReplyToId = $"x.in_reply_to_id",
        })
        .Fields(f =>
        {
            f.Text("subject").Filter().Search().Writable().Personal();
            f.Enum<CommunicationType>("type").Filter().Writable();
            f.Enum<Direction>("direction").Filter().Writable();
            f.Enum<CommunicationStatus>("status").Filter().AuditedAs(AuditAction.StatusChange);
            f.Boolean("scheduled").Filter().Writable();
            f.Boolean("possiblySentTwice").Filter();
            f.Id("id").Filter();
            f.Reference<Contact>("contactId").Filter().Displayed("contactName").Subject().BlocksRestore(CommunicationErrors.ParentInTrash)
                .Writable();
            f.Reference<Deal>("dealId").Filter().Displayed("dealTitle").Subject().BlocksRestore(CommunicationErrors.ParentInTrash)
                .Writable();
            f.Reference<Company>("companyId").Filter().Displayed("companyName").Subject().BlocksRestore(CommunicationErrors.ParentInTrash)
                .Writable();
            f.Reference<Lead>("leadId").Filter().Displayed("leadName").Subject().BlocksRestore(CommunicationErrors.ParentInTrash)
                .Writable();
            f.Reference<Communication>("inReplyToId").Filter().Writable();
            f.User("creatorId").Filter().Displayed("creatorName");
            f.Instant("scheduledFor").Filter().Sort(nullable: true).Writable();
            f.Instant("sentAt").Filter().Sort(nullable: true);
            f.Instant("createdAt").Filter().Sort();
            f.Instant("updatedAt").Filter().Sort().Derived();
            f.Text("content").Writable().Personal();
            f.Text("contentHtml").Writable().Personal();
            f.Text("messageId").Writable();
            f.Instant("deliveredAt");
            f.Instant("openedAt");
            f.Instant("respondedAt");
            f.Text("failureReason");
            f.WholeNumber("duration").Writable();
            f.Text("outcome").Writable().Personal();
            f.Json("metadata").Writable();
        });
}
