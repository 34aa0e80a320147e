using Crm.Application.ApiKeys;
using Crm.Application.Common;
using Crm.Application.Common.Lists;
using Crm.Application.Common.Messaging;
using Crm.Application.Common.Ports;
using Crm.Domain.Common;
using Crm.Domain.Roles;

namespace Crm.Application.Audit;

/// <summary>The audit over all records that the caller may see.</summary>
[Requires(Resource.AuditLogs, RightAction.Read)]
public sealed record ListAuditLogs(ListInput Input) : IQuery<Page<AuditRow>>, IListQuery
{
    public static readonly ListSpec Spec = AuditRow.NewSpec();
}

internal sealed class ListAuditLogsValidator(ICurrentUser user) : ListValidator<ListAuditLogs>(ListAuditLogs.Spec, user);

internal sealed class ListAuditLogsHandler(ListReader lists, ICurrentUser user) : IQueryHandler<ListAuditLogs, Page<AuditRow>>
{
    /// <summary>The aggregates that are audited: their resource and table by the name in the audit.</summary>
    private static readonly (string Type, Resource Resource, string Table)[] Audited =
    [
        ("Company", Resource.Companies, "companies"),
        ("Contact", Resource.Contacts, "contacts"),
        ("Deal", Resource.Deals, "deals"),
        ("Lead", Resource.Leads, "leads"),
        ("LeadList", Resource.LeadLists, "lead_lists"),
        ("Task", Resource.Tasks, "tasks"),
        ("Communication", Resource.Communications, "communications"),
        ("Note", Resource.Notes, "notes"),
        ("User", Resource.Users, "users"),
        ("Role", Resource.Roles, "roles"),
        ("UserGroup", Resource.Groups, "user_groups"),
    ];

    public Task<Result<Page<AuditRow>>> Handle(ListAuditLogs request, CancellationToken cancellationToken) =>
        lists.ReadAsync<AuditRow>(ListAuditLogs.Spec, AuditRow.Sql, request.Input, VisibleRecords(), cancellationToken);

    /// <summary>What was written about a record is seen by whoever sees the record, in the trash or not.</summary>
    private ScopeFilter VisibleRecords()
    {
        var caller = user.Required;
        var parts = Audited.Select(a => (a.Type, From: $"{a.Table} t where t.id = a.entity_id", Scope: ScopeFilter.For(caller, a.Resource, RightAction.Read, "t", inTrashToo: true)))
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
    }
}
