using Crm.Domain.Companies;

namespace Crm.Application.Companies;

/// <summary>Research has the permissions of its company.</summary>
internal sealed class CompanyResearchRecord()
    : Record<CompanyResearch, CompanyResearchView>(Resource.Companies, "company research", "research", "company_research")
{
    protected override void Describe(RecordBuilder record) => record
        .Under<Company>("company_id")
        .Fields(f =>
        {
            f.Id("id").Filter();
            f.Text("title").Filter().Writable();
            f.Text("source").Filter().Writable();
            f.Enum<ResearchType>("researchType").Filter().Writable();
            f.Boolean("aiGenerated").Filter().Writable();
            f.Number("confidence").Filter().Writable();
            f.Tags("tags").Filter().Writable();
            f.Instant("createdAt").Filter().Sort();
            f.Instant("updatedAt").Filter().Sort().Derived();
            f.Reference<Company>("companyId").Displayed("companyName").BlocksRestore(CompanyResearchErrors.CompanyInTrash);
            f.Text("content").Writable().Personal();
            f.Text("url").Writable();
        });
}
