using Crm.Domain.Companies;

namespace Crm.Application.Companies;

internal sealed class CompanyRecord() : Record<Company, CompanyView>(Resource.Companies, "company", "companies")
{
    protected override void Describe(RecordBuilder record) => record
        .OwnedBy("owner_id")
        .DisplayedAs($"p.name")
        .Searched()
        .Audited()
        .HasTimeline(TimelineType.Task, TimelineType.Communication, TimelineType.Note, TimelineType.StageChange)
        .Fields(f =>
        {
            f.Text("name").Filter(folded: "name_folded").Sort("name_folded").Search().Writable();
            f.Text("legalName").Filter().Search().Writable();
            f.Address("email").Filter(ignoreCase: true).Search().Writable().Personal();
            f.Address("website").Filter().Search().Writable();
            f.Text("city").Filter().Search().Writable();
            f.Address("phone").Filter().Writable().Personal();
            f.Text("country").Filter().Writable().AtCreation();
            f.Text("industry").Filter().Writable().AtCreation();
            f.Enum<CompanySize>("size").Filter().Writable().AtCreation();
            f.Number("revenue").Filter().Sort(nullable: true).Writable();
            f.WholeNumber("employeeCount").Filter().Sort(nullable: true).Writable();
            f.Boolean("isPublic").Filter().Writable();
            f.Boolean("isActive").Filter().Writable();
            f.Tags("tags").Filter().Writable();
            f.Id("id").Filter();
            f.Reference<Company>("parentCompanyId").Filter().Displayed("parentCompanyName").BlocksRestore(CompanyErrors.ParentInTrash)
                .Writable();
            f.User("ownerId").Filter().Displayed("ownerName").Writable().AuditedAs(AuditAction.AssignmentChange);
            f.Instant("lastActivityDate").Filter().Sort(nullable: true).Derived();
            f.Instant("createdAt").Filter().Sort();
            f.Instant("updatedAt").Filter().Sort().Derived();
            f.Text("dba").Writable();
            f.Address("fax").Writable().Personal();
            f.Text("address").Writable().Personal();
            f.Text("address2").Writable().Personal();
            f.Text("state").Writable();
            f.Text("zipCode").Writable().Personal();
            f.Number("latitude").Writable().Personal();
            f.Number("longitude").Writable().Personal();
            f.Text("timezone").Writable();
            f.Text("sector").Writable();
            f.WholeNumber("foundedYear").Writable();
            f.Text("tickerSymbol").Writable();
            f.Text("prospectAssignment").Writable();
            f.Text("prospectReengagement").Writable();
            f.Text("notes").Writable().Personal();
        });
}
