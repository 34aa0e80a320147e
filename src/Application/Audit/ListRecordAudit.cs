using Crm.Domain.Communications;
using Crm.Domain.Companies;
using Crm.Domain.Contacts;
using Crm.Domain.Deals;
using Crm.Domain.Groups;
using Crm.Domain.LeadLists;
using Crm.Domain.Leads;
using Crm.Domain.Notes;
using Crm.Domain.Tasks;
using Crm.Domain.Users;

namespace Crm.Application.Audit;

/// <summary>The audit of one record that the caller sees, its children included.</summary>
/// <param name="Record">What kind of record.</param>
/// <param name="Id">The record.</param>
/// <param name="Input">The query string.</param>
[Requires(Resource.AuditLogs, RightAction.Read)]
public sealed record ListRecordAudit(AuditedRecord Record, Guid Id, ListInput Input) : IQuery<Page<AuditRow>>, IListQuery
{
    public static readonly ListSpec Spec = AuditRow.NewSpec();
}

/// <summary>A kind of record whose audit can be read by itself.</summary>
/// <param name="EntityType">Its name in the audit.</param>
/// <param name="Resource">Whose scope decides who sees it.</param>
/// <param name="Table">Where it is.</param>
/// <param name="NotFound">The answer where it is not visible.</param>
public sealed record AuditedRecord(string EntityType, Resource Resource, string Table, Error NotFound)
{
    public static readonly AuditedRecord Company = new(nameof(Company), Resource.Companies, "companies", CompanyErrors.NotFound);
    public static readonly AuditedRecord Contact = new(nameof(Contact), Resource.Contacts, "contacts", ContactErrors.NotFound);
    public static readonly AuditedRecord Deal = new(nameof(Deal), Resource.Deals, "deals", DealErrors.NotFound);
    public static readonly AuditedRecord Lead = new(nameof(Lead), Resource.Leads, "leads", LeadErrors.NotFound);
    public static readonly AuditedRecord LeadList = new(nameof(LeadList), Resource.LeadLists, "lead_lists", LeadListErrors.NotFound);
    public static readonly AuditedRecord Task = new(nameof(Task), Resource.Tasks, "tasks", SalesTaskErrors.NotFound);
    public static readonly AuditedRecord Communication = new(nameof(Communication), Resource.Communications, "communications", CommunicationErrors.NotFound);
    public static readonly AuditedRecord Note = new(nameof(Note), Resource.Notes, "notes", NoteErrors.NotFound);
    public static readonly AuditedRecord User = new(nameof(User), Resource.Users, "users", UserErrors.NotFound);
    public static readonly AuditedRecord UserGroup = new(nameof(UserGroup), Resource.Groups, "user_groups", GroupErrors.NotFound);

    /// <summary>All of them; what is missing here is shown to nobody in the audit over all records.</summary>
    public static readonly IReadOnlyList<AuditedRecord> All = [Company, Contact, Deal, Lead, LeadList, Task, Communication, Note, User, UserGroup];
}

internal sealed class ListRecordAuditValidator() : ListValidator<ListRecordAudit>(ListRecordAudit.Spec);

internal sealed class ListRecordAuditHandler(ListReader lists) : IQueryHandler<ListRecordAudit, Page<AuditRow>>
{
    public Task<Result<Page<AuditRow>>> Handle(ListRecordAudit request, CancellationToken cancellationToken)
    {
        var record = request.Record;
        var parent = new ListParent(record.Resource, record.Table, "entity_id", request.Id, record.NotFound)
        {
            // Types and tables are this file's own constants.
            Also = $"a.entity_type = '{record.EntityType}'",
            OwnScope = true,
        };
        return lists.ReadChildrenAsync<AuditRow>(ListRecordAudit.Spec, AuditRow.Sql, request.Input, parent, cancellationToken);
    }
}
