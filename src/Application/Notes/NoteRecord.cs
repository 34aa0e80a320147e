using Crm.Domain.Companies;
using Crm.Domain.Contacts;
using Crm.Domain.Deals;
using Crm.Domain.Leads;
using Crm.Domain.Notes;

namespace Crm.Application.Notes;

internal sealed class NoteRecord() : Record<Note, NoteView>(Resource.Notes, "note", "notes")
{
    protected override void Describe(RecordBuilder record) => record
        .OwnedBy("creator_id")
        .PrivateBy("is_private")
        .DisplayedAs($"coalesce(p.title, left(p.content, 100))")
        .Searched()
        .Audited()
        .OnTimeline(new TimelineSource(TimelineType.Note)
        {
            Kind = $"x.type",
            Title = $"x.title",
            Text = $"x.content",
            UserId = $"x.creator_id",
            ContactId = $"x.contact_id",
            DealId = $"x.deal_id",
            CompanyId = $"x.company_id",
            LeadId = $"x.lead_id",
            IsPrivate = $"x.is_private",
        })
        .Fields(f =>
        {
            f.Text("title").Filter().Search().Writable().Personal();
            f.Enum<NoteType>("type").Filter().Writable();
            f.Boolean("isPrivate").Filter().Writable();
            f.Id("id").Filter();
            f.Reference<Contact>("contactId").Filter().Displayed("contactName").Subject().BlocksRestore(NoteErrors.ParentInTrash)
                .Writable();
            f.Reference<Deal>("dealId").Filter().Displayed("dealTitle").Subject().BlocksRestore(NoteErrors.ParentInTrash).Writable();
            f.Reference<Company>("companyId").Filter().Displayed("companyName").Subject().BlocksRestore(NoteErrors.ParentInTrash)
                .Writable();
            f.Reference<Lead>("leadId").Filter().Displayed("leadName").Subject().BlocksRestore(NoteErrors.ParentInTrash).Writable();
            f.User("creatorId").Filter().Displayed("creatorName");
            f.Instant("createdAt").Filter().Sort();
            f.Instant("updatedAt").Filter().Sort().Derived();
            f.Text("content").Writable().Personal();
        });
}
