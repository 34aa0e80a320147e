using System.Text.Json;
using Crm.Domain.Roles;
using static Crm.Domain.Tests.Given;

namespace Crm.Domain.Tests.Roles;

public sealed class RoleTests
{
    private static readonly JsonElement Read = JsonElement.Parse("""{"deals": ["read"]}""");

    private static Role New() => Role.Create(Id, "Readers", null, Read, true, Now).Value;

    [Test]
    public void A_role_keeps_the_format_of_its_permissions()
    {
        var role = New();
        Assert.That(role.Permissions, Is.EqualTo("""{"deals":["read"]}"""));
        Assert.That(role.Events, Is.EqualTo(new IDomainEvent[] { new RoleCreated(Id, Now) }));

        role.Update("Readers", "d", JsonElement.Parse("""{ "deals" : [ "read" ] }"""), false, Now).Succeeds();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(role.Permissions, Is.EqualTo("""{"deals":["read"]}"""));
            Assert.That(role.Description, Is.EqualTo("d"));
            Assert.That(role.IsActive, Is.False);
        }
    }

    [Test]
    public void Malformed_permissions_are_rejected()
    {
        Role.Create(Id, "X", null, JsonElement.Parse("""{"deal": ["read"]}"""), true, Now)
            .Fails("invalid_permissions", ErrorKind.Invalid, "permissions");
        var role = New();
        role.Update("Y", null, JsonElement.Parse("[]"), true, Now).Fails("invalid_permissions", ErrorKind.Invalid, "permissions");
        Assert.That(role.Name, Is.EqualTo("Readers"));
    }

    [Test]
    public void A_role_in_use_cannot_be_deleted()
    {
        var error = New().Delete(4, Now).Fails("role_in_use", ErrorKind.Conflict);
        Assert.That(error!.Details!["users"], Is.EqualTo(4));
    }

    [Test]
    public void A_role_is_restored()
    {
        var role = New();
        role.ClearEvents();
        role.Restore(Now);
        role.Delete(0, Now).Succeeds();
        Assert.That(role.DeletedAt, Is.EqualTo(Now));
        role.Restore(Now);
        Assert.That(role.DeletedAt, Is.Null);
        Assert.That(role.Events, Is.EqualTo(new IDomainEvent[] { new RoleDeleted(Id, Now), new RoleRestored(Id, Now) }));
    }
}
