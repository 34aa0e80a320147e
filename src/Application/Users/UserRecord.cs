using Crm.Domain.Users;

namespace Crm.Application.Users;

internal sealed class UserRecord() : Record<User, UserView>(Resource.Users, "user", "users")
{
    protected override void Describe(RecordBuilder record) => record
        .OwnedBy("id")
        .DisplayedAs($"p.full_name")
        .Searched()
        .Audited()
        .Fields(f =>
        {
            f.User("id").Filter();
            f.Text("fullName").Filter(folded: "name_folded").Sort("name_folded").Search().Personal().Derived();
            f.Text("firstName").Filter().Search().Writable().Personal();
            f.Text("lastName").Filter().Search().Writable().Personal();
            f.Address("email").Filter(ignoreCase: true).Search().Writable().Personal();
            f.Text("username").Filter(ignoreCase: true).Search().Writable().Personal();
            f.Text("jobTitle").Filter().Search().Writable();
            f.Text("department").Filter().Writable();
            f.Reference<Role>("roleId").Filter().Displayed("roleName").BlocksRestore(UserErrors.RoleInTrash).Writable()
                .AuditedAs(AuditAction.RightsChange);
            f.Boolean("isActive").Filter().Writable().AuditedAs(AuditAction.StatusChange);
            f.Instant("lastLoginAt").Filter().Sort(nullable: true).Derived();
            f.Instant("createdAt").Filter().Sort();
            f.Instant("updatedAt").Filter().Sort().Derived();
            f.Text("middleName").Writable().Personal();
            f.Text("timezone").Writable();
            f.Text("locale").Writable();
            f.Text("password", "password_hash").Sensitive().Hidden();
        });
}
