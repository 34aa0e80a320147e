using Crm.Domain.Companies;
using Crm.Domain.Contacts;
using Crm.Domain.Deals;
using Crm.Domain.Leads;
using Crm.Domain.Tasks;

namespace Crm.Application.Tasks;

internal sealed class TaskRecord() : Record<SalesTask, TaskView>(Resource.Tasks, "task", "tasks")
{
    protected override void Describe(RecordBuilder record) => record
        .OwnedBy("assignee_id", "creator_id")
        .DisplayedAs($"p.title")
        .Searched()
        .Audited()
        .OnTimeline(new TimelineSource(TimelineType.Task)
        {
            Kind = $"x.type",
            Title = $"x.title",
            Text = $"x.description",
            Status = $"x.status",
            UserId = $"coalesce(x.assignee_id, x.creator_id)",
            ContactId = $"x.contact_id",
            DealId = $"x.deal_id",
            CompanyId = $"x.company_id",
            LeadId = $"x.lead_id",
        })
        .Fields(f =>
        {
            f.Text("title").Filter().Search().Writable();
            f.Enum<SalesTaskType>("type").Filter().Writable();
            f.Enum<Priority>("priority").Filter().Writable();
            f.Enum<SalesTaskStatus>("status").Filter().Writable().AuditedAs(AuditAction.StatusChange);
            f.Boolean("overdue").When(now => $"t.status in ('PENDING', 'IN_PROGRESS', 'DEFERRED') and t.due_at < {now}").Derived();
            f.Id("id").Filter();
            f.Reference<Contact>("contactId").Filter().Displayed("contactName").Subject().BlocksRestore(SalesTaskErrors.ParentInTrash)
                .Writable();
            f.Reference<Deal>("dealId").Filter().Displayed("dealTitle").Subject().BlocksRestore(SalesTaskErrors.ParentInTrash).Writable();
            f.Reference<Company>("companyId").Filter().Displayed("companyName").Subject().BlocksRestore(SalesTaskErrors.ParentInTrash)
                .Writable();
            f.Reference<Lead>("leadId").Filter().Displayed("leadName").Subject().BlocksRestore(SalesTaskErrors.ParentInTrash).Writable();
            f.User("assigneeId").Filter().Displayed("assigneeName").Writable().AuditedAs(AuditAction.AssignmentChange);
            f.User("creatorId").Filter().Displayed("creatorName");
            f.DateOrInstant("dueDate", "due_at").Filter().Sort("due_at", nullable: true).Writable();
            f.DateOrInstant("startDate", "start_at").Filter().Sort("start_at", nullable: true).Writable();
            f.Instant("dueAt").Filter().Sort(nullable: true).Derived();
            f.Instant("completedAt").Filter().Sort(nullable: true);
            f.Instant("createdAt").Filter().Sort();
            f.Instant("updatedAt").Filter().Sort().Derived();
            f.Text("description").Writable().Personal();
            f.WholeNumber("estimatedDuration").Writable();
            f.WholeNumber("actualDuration").Writable();
            f.Text("outcome").Writable().Personal();
            f.Text("notes").Writable().Personal();
            f.Json("metadata").Writable();
            f.Computed("next").ShownOnceOnly();
        });
}
