using Crm.Domain.Companies;
using Crm.Domain.Contacts;

namespace Crm.Application.Contacts;

internal sealed class ContactRecord() : Record<Contact, ContactView>(Resource.Contacts, "contact", "contacts")
{
    protected override void Describe(RecordBuilder record) => record
        .OwnedBy("owner_id")
        .DisplayedAs($"p.first_name || ' ' || p.last_name")
        .Searched()
        .Audited()
        .HasTimeline(TimelineType.Task, TimelineType.Communication, TimelineType.Note)
        .Fields(f =>
        {
            f.Text("name", "name_folded").Filter(folded: "name_folded").Sort("name_folded").Search().Personal().Derived();
            f.Text("firstName").Filter().Search().Writable().Personal();
            f.Text("lastName").Filter().Search().Writable().Personal();
            f.Address("email").Filter(ignoreCase: true).Search().Writable().Personal();
            f.Text("jobTitle").Filter().Search().Writable();
            f.Address("phone").Filter().Writable().Personal();
            f.Text("city").Filter().Writable().Personal();
            f.Text("country").Filter().Writable().AtCreation();
            f.Boolean("emailVerified").Filter().Writable();
            f.Boolean("isDecisionMaker").Filter().Writable();
            f.Boolean("doNotContact").Filter().Writable();
            f.Boolean("doNotEmail").Filter().Writable();
            f.Boolean("doNotCall").Filter().Writable();
            f.Boolean("isActive").Filter().Writable();
            f.Enum<LeadSource>("leadSource").Filter().Writable().AtCreation();
            f.Enum<LeadStatus>("leadStatus").Filter().Writable().AuditedAs(AuditAction.StatusChange);
            f.WholeNumber("leadScore").Filter().Sort(nullable: true).Writable();
            f.Tags("tags").Filter().Writable();
            f.Id("id").Filter();
            f.Reference<Company>("companyId").Filter().Displayed("companyName").SearchedThrough()
                .BlocksRestore(ContactErrors.CompanyInTrash).Writable();
            f.User("ownerId").Filter().Displayed("ownerName").Writable().AuditedAs(AuditAction.AssignmentChange);
            f.Instant("lastContactDate").Filter().Sort(nullable: true).Derived();
            f.Instant("lastActivityDate").Filter().Sort(nullable: true).Derived();
            f.Instant("createdAt").Filter().Sort();
            f.Instant("updatedAt").Filter().Sort().Derived();
            f.Text("middleName").Writable().Personal();
            f.Text("preferredName").Writable().Personal();
            f.Address("mobile").Writable().Personal();
            f.Address("workPhone").Writable().Personal();
            f.Address("fax").Writable().Personal();
            f.Address("website").Writable().Personal();
            f.Text("department").Writable();
            f.Text("gender").Writable().Sensitive();
            f.Date("birthday").Writable().Sensitive();
            f.Text("spouseName").Writable().Sensitive();
            f.Tags("childrenNames").Writable().Sensitive();
            f.Text("address").Writable().Personal();
            f.Text("address2").Writable().Personal();
            f.Text("state").Writable();
            f.Text("zipCode").Writable().Personal();
            f.Number("latitude").Writable().Personal();
            f.Number("longitude").Writable().Personal();
            f.Text("timezone").Writable();
            f.Text("language").Writable();
            f.Text("phoneDigits").Personal().Hidden().Derived();
            f.Computed("companyIndustry");
            f.Computed("ownerFirstName").Personal();
            f.Computed("ownerLastName").Personal();
            f.Computed("warnings").ShownOnceOnly();
        })
        .Child("social-profiles", "social_profiles", "contact_id", profiles => profiles
            .Viewed<SocialProfileView>(SocialProfileErrors.NotFound)
            .Fields(f =>
            {
                f.Enum<SocialPlatform>("platform").Filter().Writable();
                f.Text("username").Filter().Writable().Personal();
                f.Text("profileUrl").Filter().Writable().Personal();
                f.Text("profileId").Filter().Writable().Personal();
                f.Boolean("isVerified").Filter().Writable();
                f.Instant("lastSyncAt").Filter().Writable();
                f.Instant("createdAt").Filter().Sort();
                f.Id("id");
                f.Reference<Contact>("contactId");
                f.Json("metadata").Writable().Personal();
            }));
}
