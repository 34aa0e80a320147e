using Crm.Domain.Companies;
using Crm.Domain.Contacts;
using Crm.Domain.Deals;

namespace Crm.Application.Deals;

internal sealed class DealRecord() : Record<Deal, DealView>(Resource.Deals, "deal", "deals")
{
    protected override void Describe(RecordBuilder record) => record
        .OwnedBy("owner_id")
        .DisplayedAs($"p.title")
        .Searched()
        .Audited()
        .HasTimeline(TimelineType.Task, TimelineType.Communication, TimelineType.Note, TimelineType.StageChange)
        .Fields(f =>
        {
            f.Text("title").Filter(folded: "title_folded").Sort("title_folded").Search().Writable();
            f.Number("value").Filter().Sort().Writable();
            f.Text("currency").Filter().Writable();
            f.Enum<ValueSource>("valueSource").Filter();
            f.WholeNumber("probability").Filter().Sort().Writable();
            f.Enum<DealStage>("stage").Filter().AuditedAs(AuditAction.StageChange);
            f.Instant("stageEnteredAt").Filter().Sort();
            f.Date("expectedCloseDate").Filter().Sort(nullable: true).Writable();
            f.Date("actualCloseDate").Filter().Sort(nullable: true);
            f.Boolean("isActive").Filter();
            f.Tags("tags").Filter().Writable();
            f.Tags("competitors").Filter().Writable();
            f.Id("id").Filter();
            f.Reference<Company>("companyId").Filter().Displayed("companyName").SearchedThrough()
                .BlocksRestore(DealErrors.CompanyInTrash).Writable();
            f.Reference<Contact>("primaryContactId").Filter().Displayed("primaryContactName").BlocksRestore(DealErrors.ContactInTrash)
                .Writable();
            f.User("ownerId").Filter().Displayed("ownerName").Writable().AuditedAs(AuditAction.AssignmentChange);
            f.Instant("createdAt").Filter().Sort();
            f.Instant("updatedAt").Filter().Sort().Derived();
            f.Text("description").Writable();
            f.Text("closeReason");
            f.Text("lossReason");
            f.Text("risks").Writable();
            f.Text("notes").Writable().Personal();
            f.WholeNumber("stageSeq").Hidden();
            f.Computed("daysInStage");
            f.Computed("company");
            f.Computed("primaryContact");
            f.Computed("owner");
            f.Computed("products");
            f.Computed("history");
        })
        .Child("products", "deal_products", "deal_id", products => products
            .Viewed<DealProductView>(DealErrors.ProductNotFound)
            .Fields(f =>
            {
                f.Text("productName").Filter().Writable();
                f.Number("quantity").Filter().Writable();
                f.Number("unitPrice").Filter().Writable();
                f.Number("totalPrice").Filter().Follows();
                f.Instant("createdAt").Filter().Sort();
                f.Id("id");
                f.Reference<Deal>("dealId");
                f.Text("notes").Writable();
            }))
        .Child("history", "deal_stage_history", "deal_id", history => history
            .Sorted("-seq", "seq", "integer")
            .OnTimeline(new TimelineSource(TimelineType.StageChange)
            {
                From = $"x.from_stage",
                To = $"x.to_stage",
                Reason = $"x.reason",
                UserId = $"x.changed_by",
                DealId = $"x.deal_id",
            })
            .Fields(f =>
            {
                f.WholeNumber("seq").Filter().Sort();
                f.Enum<DealStage>("fromStage").Filter();
                f.Enum<DealStage>("toStage").Filter();
                f.User("changedBy").Filter().Displayed("changedByName");
                f.Instant("changedAt").Filter();
                f.Id("id");
                f.Reference<Deal>("dealId");
                f.Text("reason");
            }));
}
