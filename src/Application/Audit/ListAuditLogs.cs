namespace Crm.Application.Audit;

/// <summary>Lists the audit of all records that the caller can see.</summary>
[Requires(Resource.AuditLogs, RightAction.Read)]
public sealed record ListAuditLogs(ListInput Input) : IQuery<Page<AuditRow>>
{
    public static readonly ListSpec Spec = AuditRow.Spec;
}

internal sealed class ListAuditLogsHandler(ListReader lists, ICurrentUser user) : IQueryHandler<ListAuditLogs, Page<AuditRow>>
{
    public Task<Result<Page<AuditRow>>> Handle(ListAuditLogs request, CancellationToken cancellationToken) =>
        lists.ReadAsync<AuditRow>(
            ListAuditLogs.Spec, AuditRow.Sql, request.Input, VisibleRecords().And(RecordScope.ForAudit(user.Required)), cancellationToken);

    /// <summary>Audit rows are visible to callers who can see the record, including one in the trash.</summary>
    private ScopeFilter VisibleRecords()
    {
        var caller = user.Required;
        var scopes = RecordCatalog.All.Where(r => r.Aggregate is not null)
            .Select(r => (
                Type: SqlFragment.Constant(r.EntityType),
                Table: SqlFragment.Name(r.Table),
                Scope: RecordScope.For(r, caller, RightAction.Read, "r", inTrashToo: true)))
            .ToList();
        return scopes.TrueForAll(s => s.Scope.IsEverything)
            ? ScopeFilter.None
            : new ScopeFilter(Condition(s => s), () => new ScopeFilter(Condition(s => s.OfWhole)));

        SqlFragment Condition(Func<ScopeFilter, ScopeFilter> form)
        {
            var conditions = scopes.Select(s => s.Scope.IsEverything
                ? (SqlFragment)$"when {s.Type} then true"
                : $"when {s.Type} then exists (select 1 from {s.Table} r where r.id = t.entity_id {form(s.Scope)})");
            return $"and case t.entity_type {SqlFragment.Join($" ", conditions)} else false end";
        }
    }
}
