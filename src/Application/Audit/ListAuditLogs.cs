using Crm.Application.ApiKeys;

namespace Crm.Application.Audit;

/// <summary>The audit over all records that the caller may see.</summary>
[Requires(Resource.AuditLogs, RightAction.Read)]
public sealed record ListAuditLogs(ListInput Input) : IQuery<Page<AuditRow>>, IListQuery
{
    public static readonly ListSpec Spec = AuditRow.NewSpec();
}

internal sealed class ListAuditLogsValidator() : ListValidator<ListAuditLogs>(ListAuditLogs.Spec);

internal sealed class ListAuditLogsHandler(ListReader lists, ICurrentUser user) : IQueryHandler<ListAuditLogs, Page<AuditRow>>
{
    public Task<Result<Page<AuditRow>>> Handle(ListAuditLogs request, CancellationToken cancellationToken) =>
        lists.ReadAsync<AuditRow>(ListAuditLogs.Spec, AuditRow.Sql, request.Input, VisibleRecords(), cancellationToken);

    /// <summary>What was written about a record is seen by whoever sees the record, in the trash or not.</summary>
    private ScopeFilter VisibleRecords()
    {
        var caller = user.Required;
        var parts = AuditedRecord.All.Select(r => PartOf(r.EntityType, r.Table, r.Resource))
            .Append(PartOf("Role", "roles", Resource.Roles))
            .Append((Type: "CompanyResearch", From: "company_research r join companies t on t.id = r.company_id where r.id = a.entity_id",
                Scope: ScopeFilter.For(caller, Resource.Companies, RightAction.Read, "t", inTrashToo: true)))
            .Append((Type: "ApiKey", From: "api_keys t where t.id = a.entity_id", Scope: ApiKeyAccess.ScopeOf(caller, "t")))
            .ToList();
        if (parts.TrueForAll(p => p.Scope.UserIds is null))
            return ScopeFilter.None;
        var conditions = parts.Select(p => p.Scope.UserIds is null
            ? $"when '{p.Type}' then true"
            : $"when '{p.Type}' then exists (select 1 from {p.From} {p.Scope.Sql})");
        return new ScopeFilter($"and case a.entity_type {string.Join(' ', conditions)} else false end", caller.Team);

        (string Type, string From, ScopeFilter Scope) PartOf(string type, string table, Resource resource) =>
            (type, $"{table} t where t.id = a.entity_id", ScopeFilter.For(caller, resource, RightAction.Read, "t", inTrashToo: true));
    }
}
