using Crm.Domain.LeadLists;
using Crm.Domain.Leads;

namespace Crm.Application.LeadLists;

internal sealed class LeadListRecord() : Record<LeadList, LeadListView>(Resource.LeadLists, "lead list", "lead-lists")
{
    protected override void Describe(RecordBuilder record) => record
        .DisplayedAs($"p.name")
        .Searched()
        .Audited()
        .Fields(f =>
        {
            f.Text("name").Filter(folded: "name_folded").Sort("name_folded").Search().Writable();
            f.Enum<LeadListType>("type").Filter().Writable();
            f.Boolean("isActive").Filter().Writable();
            f.Id("id").Filter();
            f.Instant("membersChangedAt").Filter().Follows();
            f.Instant("createdAt").Filter().Sort();
            f.Instant("updatedAt").Filter().Sort().Derived();
            f.Text("description").Writable();
        })
        .Child("members", "lead_list_members", "lead_list_id", members => members
            .Sorted("-addedAt", "lead_id")
            .Fields(f =>
            {
                f.Reference<Lead>("leadId").Filter();
                f.User("addedById").Filter().Displayed("addedByName");
                f.Instant("addedAt").Filter().Sort();
            }));
}
