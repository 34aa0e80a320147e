namespace Crm.Application.Audit;

/// <summary>The audit, which is read-only.</summary>
internal sealed class AuditLogRecord() : Record(null, null, Resource.AuditLogs, "audit log", "audit-logs", "audit_logs")
{
    protected override void Describe(RecordBuilder record) => record
        .OwnedBy("user_id")
        .Fields(f =>
        {
            f.Text("entityType").Filter();
            f.TypedReference("entityId", typedBy: "entityType").Filter();
            f.Enum<AuditAction>("action").Filter();
            f.Text("fieldName").Filter();
            f.User("userId").Filter().Displayed("userName");
            f.Instant("createdAt").Filter().Sort();
            f.Id("id");
            f.Text("oldValue").Personal();
            f.Text("newValue").Personal();
            f.Json("metadata");
            f.Text("ipAddress").Personal();
            f.Text("userAgent").Personal();
        });
}
