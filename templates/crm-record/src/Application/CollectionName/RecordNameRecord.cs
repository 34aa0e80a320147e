using Crm.Domain.CollectionName;

namespace Crm.Application.CollectionName;

internal sealed class RecordNameRecord()
    : Record<RecordName, RecordNameView>(Resource.ResourceName, "record words", "collection-path")
{
    protected override void Describe(RecordBuilder record) => record
        .OwnedBy("owner_id")
        .DisplayedAs($"p.title")
        .Searched()
        .Audited()
        .Fields(f =>
        {
            f.Text("title").Filter().Search().Writable();
            f.Text("description").Search().Writable();
            f.User("ownerId").Filter().Displayed("ownerName").Writable();
            f.Id("id").Filter();
            f.Instant("createdAt").Filter().Sort();
            f.Instant("updatedAt").Filter().Sort().Derived();
        });
}
