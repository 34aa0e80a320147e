using Crm.Domain.Companies;
using Crm.Domain.Contacts;
using Crm.Domain.Deals;
using Crm.Domain.Leads;

namespace Crm.Application.Leads;

internal sealed class LeadRecord() : Record<Lead, LeadView>(Resource.Leads, "lead", "leads")
{
    protected override void Describe(RecordBuilder record) => record
        .OwnedBy("assigned_to_id")
        .DisplayedAs($"p.first_name || ' ' || p.last_name")
        .Searched()
        .Audited()
        .HasTimeline(TimelineType.Task, TimelineType.Communication, TimelineType.Note, TimelineType.StatusChange, TimelineType.LeadActivity)
        .Fields(f =>
        {
            f.Text("name", "name_folded").Filter(folded: "name_folded").Sort("name_folded").Search().Personal().Derived();
            f.Text("firstName").Filter().Search().Writable().Personal();
            f.Text("lastName").Filter().Search().Writable().Personal();
            f.Address("email").Filter(ignoreCase: true).Search().Writable().Personal();
            f.Text("company").Filter(folded: "company_folded").Search().Writable();
            f.Text("jobTitle").Filter().Search().Writable();
            f.Address("phone").Filter().Writable().Personal();
            f.Text("city").Filter().Writable().Personal();
            f.Text("country").Filter().Writable().AtCreation();
            f.Enum<LeadStatus>("status").Filter().Writable().AuditedAs(AuditAction.StatusChange);
            f.Enum<LeadSource>("source").Filter().Writable().AtCreation();
            f.WholeNumber("leadScore").Filter().Sort(nullable: true).Writable();
            f.Boolean("doNotContact").Filter().Writable();
            f.Boolean("doNotEmail").Filter().Writable();
            f.Boolean("doNotCall").Filter().Writable();
            f.Boolean("isConverted").Filter();
            f.Tags("tags").Filter().Writable();
            f.Id("id").Filter();
            f.Reference<Contact>("convertedToContactId").Filter().Displayed("convertedToContactName");
            f.Reference<Company>("convertedToCompanyId").Filter().Displayed("convertedToCompanyName");
            f.Reference<Deal>("convertedToDealId").Filter().Displayed("convertedToDealTitle");
            f.User("assignedToId").Filter().Displayed("assignedToName").Writable().AuditedAs(AuditAction.AssignmentChange);
            f.Instant("convertedAt").Filter().Sort(nullable: true);
            // Not sortable. Without an index on it, thousands of updates per second do not touch the other indexes of the table.
            f.Instant("lastActivityDate").Filter().Derived();
            f.Instant("createdAt").Filter().Sort();
            f.Instant("updatedAt").Filter().Sort().Derived();
            f.Address("website").Writable().Personal();
            f.Text("address").Writable().Personal();
            f.Text("state").Writable();
            f.Text("zipCode").Writable().Personal();
            f.Text("sourceDetails").Writable();
            f.Text("notes").Writable().Personal();
            f.WholeNumber("statusSeq").Hidden().Derived();
        })
        .Child("activities", "lead_activities", "lead_id", activities => activities
            .Sorted("-createdAt", "seq", "bigint")
            .OnTimeline(new TimelineSource(TimelineType.LeadActivity)
            {
                Kind = $"x.type",
                Text = $"x.description",
                UserId = $"x.created_by_id",
                LeadId = $"x.lead_id",
                ReadsOwnTable = true,
            })
            .Fields(f =>
            {
                f.Enum<LeadActivityType>("type").Filter();
                f.User("createdById").Filter().Displayed("createdByName");
                f.Instant("createdAt").Filter().Sort();
                f.Id("id");
                f.Reference<Lead>("leadId");
                f.Text("description").Personal();
                f.Json("metadata").Personal();
                f.Text("ipAddress").Personal();
                f.Text("userAgent").Personal();
                f.Text("url");
                f.WholeNumber("duration");
            }))
        .Child("status-history", "lead_status_history", "lead_id", history => history
            .OnTimeline(new TimelineSource(TimelineType.StatusChange)
            {
                From = $"x.from_status",
                To = $"x.to_status",
                UserId = $"x.changed_by",
                LeadId = $"x.lead_id",
            })
            .Fields(f =>
            {
                f.Id("id");
                f.Reference<Lead>("leadId");
                f.WholeNumber("seq");
                f.Enum<LeadStatus>("fromStatus");
                f.Enum<LeadStatus>("toStatus");
                f.User("changedBy");
                f.Instant("changedAt");
            }));
}
