namespace Crm.Application.Roles;

internal sealed class RoleRecord() : Record<Role, RoleView>(Resource.Roles, "role", "roles")
{
    protected override void Describe(RecordBuilder record) => record
        .DisplayedAs($"p.name")
        .Audited()
        .Fields(f =>
        {
            f.Id("id").Filter();
            f.Text("name").Filter(ignoreCase: true).Sort().Writable();
            f.Text("description").Filter().Writable();
            f.Boolean("isActive").Filter().Writable().AuditedAs(AuditAction.RightsChange);
            f.Instant("createdAt").Filter().Sort();
            f.Instant("updatedAt").Filter().Derived();
            f.Json("permissions").Writable().AuditedAs(AuditAction.RightsChange);
        });
}
