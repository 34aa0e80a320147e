using Crm.Domain.Groups;

namespace Crm.Application.Groups;

internal sealed class GroupRecord() : Record<UserGroup, GroupView>(Resource.Groups, "group", "groups", "user_groups")
{
    protected override void Describe(RecordBuilder record) => record
        .DisplayedAs($"p.name")
        .Searched()
        .Audited("UserGroup")
        .Fields(f =>
        {
            f.Id("id").Filter();
            f.Text("name").Filter(folded: "name_folded").Sort("name_folded").Search().Writable();
            f.Text("description").Filter().Search().Writable();
            f.Enum<GroupType>("type").Filter().Writable();
            f.Boolean("isActive").Filter().Writable();
            f.Instant("createdAt").Filter().Sort();
            f.Instant("updatedAt").Filter().Sort().Derived();
            f.Computed("memberCount");
        })
        .Child("members", "user_group_members", "user_group_id", members => members
            .Sorted("-addedAt")
            .Fields(f =>
            {
                f.User("userId").Filter().Displayed("userName");
                f.User("addedById").Filter().Displayed("addedByName");
                f.Instant("addedAt").Filter().Sort();
                f.Id("id");
                f.Reference<UserGroup>("groupId", "user_group_id");
                f.Computed("userEmail").Personal();
                f.Computed("userIsActive");
            }));
}
