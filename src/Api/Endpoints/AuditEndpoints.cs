using Crm.Application.Audit;

namespace Crm.Api.Endpoints;

internal sealed class AuditEndpoints : IEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapCollection("audit-logs", "Audit").MapGet("/", List).Lists<ListAuditLogs, AuditRow>(ListAuditLogs.Spec, "listAuditLogs", "List audit rows");
        MapRecord("companies", AuditedRecord.Company);
        MapRecord("contacts", AuditedRecord.Contact);
        MapRecord("deals", AuditedRecord.Deal);
        MapRecord("leads", AuditedRecord.Lead);
        MapRecord("lead-lists", AuditedRecord.LeadList);
        MapRecord("tasks", AuditedRecord.Task);
        MapRecord("communications", AuditedRecord.Communication);
        MapRecord("notes", AuditedRecord.Note);
        MapRecord("users", AuditedRecord.User);
        MapRecord("groups", AuditedRecord.UserGroup);

        void MapRecord(string collection, AuditedRecord record) => app.MapCollection(collection, "Audit")
            .MapGet("/{id:guid}/audit", (Guid id, UseCaseSender useCases) => useCases.ListAsync(input => new ListRecordAudit(record, id, input)))
            .Lists<ListRecordAudit, AuditRow>(ListRecordAudit.Spec, $"list{record.EntityType}Audit", $"List the audit rows of a record of {collection}");
    }

    private static Task<IResult> List(UseCaseSender useCases) => useCases.ListAsync(input => new ListAuditLogs(input));
}
