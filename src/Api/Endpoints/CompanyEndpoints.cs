using Crm.Application.Companies;
using Crm.Domain.Companies;

namespace Crm.Api.Endpoints;

internal sealed class CompanyEndpoints : IEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var companies = app.MapRecord<Company, CompanyView>("Companies");
        companies.MapList<Company, ListCompanies, CompanyRow>(input => new ListCompanies(input));
        companies.MapCreate<Company, CreateCompany, CompanyView>();
        companies.MapUpdate<UpdateCompany, Company, CompanyView>();
        companies.MapDelete(RecordCatalog.Of<Company>(), id => new DeleteCompany(id));
        companies.MapGet("/{id:guid}/tree", Tree).Reads<GetCompanyTree, CompanyTree>(
            "getCompanyTree", "Get the tree of parent companies and subsidiaries of a company");

        companies.MapGet("/{id:guid}/research", ListResearch).Lists<ListCompanyResearch, CompanyResearchRow>(
            ListCompanyResearch.Spec, "listCompanyResearch", "List the research about a company");
        companies.MapPost("/{id:guid}/research", CreateResearch).Creates<CreateCompanyResearch, CompanyResearchView>(
            "createCompanyResearch", "Add a piece of research to a company");
        companies.MapGet("/{id:guid}/research/{researchId:guid}", GetResearch).Reads<GetRecord<CompanyResearchView>, CompanyResearchView>(
            "getCompanyResearch", "Get a piece of research");
        companies.MapPut("/{id:guid}/research/{researchId:guid}", PutResearch).Changes<UpdateCompanyResearch, CompanyResearchView>(
            "replaceCompanyResearch", "Replace a piece of research");
        companies.MapPatch("/{id:guid}/research/{researchId:guid}", PatchResearch).Patches<UpdateCompanyResearch, CompanyResearchView>(
            "patchCompanyResearch", "Change some fields of a piece of research");
        companies.MapDelete("/{id:guid}/research/{researchId:guid}", DeleteResearch).Deletes<DeleteRecord<CompanyResearch>>(
            "deleteCompanyResearch", "Move a piece of research to the trash");
        companies.MapPost("/{id:guid}/research/{researchId:guid}/restore", RestoreResearch)
            .Changes<RestoreRecord<CompanyResearch, CompanyResearchView>, CompanyResearchView>(
                "restoreCompanyResearch", "Restore a piece of research from the trash", hasBody: false);
    }

    private static Task<IResult> Tree(Guid id, UseCaseSender sender) => sender.QueryAsync(new GetCompanyTree(id));

    private static Task<IResult> ListResearch(Guid id, UseCaseSender sender) =>
        sender.ListAsync(input => new ListCompanyResearch(id, input));

    private static Task<IResult> CreateResearch(Guid id, Body<CreateCompanyResearch> body, UseCaseSender sender) =>
        sender.CreateAsync(body.Value with { CompanyId = id }, research => $"/api/companies/{id}/research/{research}");

    private static Task<IResult> GetResearch(Guid id, Guid researchId, UseCaseSender sender) =>
        sender.QueryAsync(new GetRecord<CompanyResearchView>(researchId, id));

    private static Task<IResult> PutResearch(Guid id, Guid researchId, RecordBody body, UseCaseSender sender) => sender.CommandAsync(
        new UpdateRecord<UpdateCompanyResearch, CompanyResearch, CompanyResearchView>(
            researchId, body.Json, merge: false)
        { ParentId = id });

    private static Task<IResult> PatchResearch(Guid id, Guid researchId, RecordBody body, UseCaseSender sender) => sender.CommandAsync(
        new UpdateRecord<UpdateCompanyResearch, CompanyResearch, CompanyResearchView>(
            researchId, body.Json, merge: true)
        { ParentId = id });

    private static Task<IResult> DeleteResearch(Guid id, Guid researchId, UseCaseSender sender) =>
        sender.CommandAsync(new DeleteRecord<CompanyResearch>(researchId, id));

    private static Task<IResult> RestoreResearch(Guid id, Guid researchId, UseCaseSender sender) =>
        sender.CommandAsync(new RestoreRecord<CompanyResearch, CompanyResearchView>(researchId, id));
}
