namespace Crm.Application.Audit;

/// <summary>Lists the audit of one visible record, including its children.</summary>
/// <param name="Record">The collection.</param>
/// <param name="Id">The record.</param>
/// <param name="Input">The query string.</param>
[Requires(Resource.AuditLogs, RightAction.Read)]
public sealed record ListRecordAudit(Record Record, Guid Id, ListInput Input) : IQuery<Page<AuditRow>>
{
    public static readonly ListSpec Spec = AuditRow.Spec;
}

internal sealed class ListRecordAuditHandler(ListReader lists, ICurrentUser user) : IQueryHandler<ListRecordAudit, Page<AuditRow>>
{
    public Task<Result<Page<AuditRow>>> Handle(ListRecordAudit request, CancellationToken cancellationToken)
    {
        var record = request.Record;
        var parent = new ListParent(record.Resource, record.Table, "entity_id", request.Id, record.NotFound)
        {
            Also = $"t.entity_type = {SqlFragment.Constant(record.EntityType)}",
            OwnScope = true,
        };
        return lists.ReadChildrenAsync<AuditRow>(
            ListRecordAudit.Spec, AuditRow.Sql, request.Input, parent, RecordScope.ForAudit(user.Required), cancellationToken);
    }
}
