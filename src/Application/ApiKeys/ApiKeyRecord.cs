using Crm.Domain.ApiKeys;

namespace Crm.Application.ApiKeys;

/// <summary>API keys. A caller has access to own keys, and to all keys with the permission to update all users.</summary>
internal sealed class ApiKeyRecord() : Record<ApiKey, ApiKeyView>(Resource.Users, "API key", "api-keys")
{
    protected override void Describe(RecordBuilder record) => record
        .OwnedBy("owner_id")
        .DisplayedAs($"p.name")
        .OpenToItsOwner((caller, _, alias) => caller.ScopeOf(Resource.Users, RightAction.Update) == Scope.All
            ? ScopeFilter.None
            : new ScopeFilter($"and {SqlFragment.Name(alias)}.owner_id = {caller.UserId}"))
        .Fields(f =>
        {
            f.Id("id").Filter();
            f.Text("name").Filter(ignoreCase: true).Writable();
            f.Text("prefix").Filter();
            f.User("ownerId").Filter().Displayed("ownerName");
            f.Instant("expiresAt").Filter().Sort();
            f.Instant("lastUsedAt").Filter().Sort(nullable: true).Derived();
            f.Instant("createdAt").Filter().Sort();
            f.Instant("updatedAt").Derived();
            f.Json("permissions");
            f.Text("key", "key_hash").Sensitive().Hidden();
        });
}
