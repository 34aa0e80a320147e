using Crm.Application.Audit;

namespace Crm.Api.Endpoints;

internal sealed class AuditEndpoints : IEndpoints
{
    public static void Map(IEndpointRouteBuilder app) => app.MapCollection("audit-logs", RecordEndpoints.Audit)
        .MapGet("/", (UseCaseSender sender) => sender.ListAsync(input => new ListAuditLogs(input)))
        .Lists<ListAuditLogs, AuditRow>(ListAuditLogs.Spec, "listAuditLogs", "List audit rows");
}
