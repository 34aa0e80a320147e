using Crm.Application.Companies;
using Crm.Domain.Companies;

namespace Crm.Api.Endpoints;

internal sealed class CompanyEndpoints : IEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var companies = app.MapCollection("companies", "Companies");
        companies.MapGet("/", List).Lists<ListCompanies, CompanyRow>(ListCompanies.Spec, "listCompanies", "List companies");
        companies.MapPost("/", Create).Creates<CreateCompany, CompanyView>("createCompany", "Create a company");
        companies.MapGet("/{id:guid}", Get).Reads<GetCompany, CompanyView>("getCompany", "Get a company");
        companies.MapPut("/{id:guid}", Put).Changes<UpdateCompany, CompanyView>("replaceCompany", "Replace a company's fields");
        companies.MapPatch("/{id:guid}", Patch).Patches<UpdateCompany, CompanyView>("patchCompany", "Change some of a company's fields");
        companies.MapDelete("/{id:guid}", Delete).Deletes<DeleteCompany>("deleteCompany", "Move a company to the trash");
        companies.MapPost("/{id:guid}/restore", Restore).Changes<RestoreCompany, CompanyView>("restoreCompany", "Bring a company back from the trash", hasBody: false);
        companies.MapGet("/{id:guid}/tree", Tree).Reads<GetCompanyTree, CompanyTree>("getCompanyTree", "Get the tree that a company stands in");

        companies.MapGet("/{id:guid}/research", ListResearch).Lists<ListCompanyResearch, CompanyResearchRow>(
            ListCompanyResearch.Spec, "listCompanyResearch", "List the research about a company");
        companies.MapPost("/{id:guid}/research", CreateResearch).Creates<CreateCompanyResearch, CompanyResearchView>(
            "createCompanyResearch", "Add a piece of research to a company");
        companies.MapGet("/{id:guid}/research/{researchId:guid}", GetResearch).Reads<GetCompanyResearch, CompanyResearchView>(
            "getCompanyResearch", "Get a piece of research");
        companies.MapPut("/{id:guid}/research/{researchId:guid}", PutResearch).Changes<UpdateCompanyResearch, CompanyResearchView>(
            "replaceCompanyResearch", "Replace a piece of research");
        companies.MapPatch("/{id:guid}/research/{researchId:guid}", PatchResearch).Patches<UpdateCompanyResearch, CompanyResearchView>(
            "patchCompanyResearch", "Change some of a piece of research");
        companies.MapDelete("/{id:guid}/research/{researchId:guid}", DeleteResearch).Deletes<DeleteCompanyResearch>(
            "deleteCompanyResearch", "Move a piece of research to the trash");
        companies.MapPost("/{id:guid}/research/{researchId:guid}/restore", RestoreResearch).Changes<RestoreCompanyResearch, CompanyResearchView>(
            "restoreCompanyResearch", "Bring a piece of research back from the trash", hasBody: false);
    }

    private static Task<IResult> List(UseCaseSender useCases) => useCases.ListAsync(input => new ListCompanies(input));

    private static Task<IResult> Create(Body<CreateCompany> body, UseCaseSender useCases) => useCases.CreateAsync(body.Value, id => $"/api/companies/{id}");

    private static Task<IResult> Get(Guid id, UseCaseSender useCases) => useCases.QueryAsync(new GetCompany(id));

    private static Task<IResult> Put(Guid id, RecordBody body, UseCaseSender useCases) =>
        useCases.CommandAsync(new UpdateRecord<UpdateCompany, Company, CompanyView>(id, body.Json, merge: false));

    private static Task<IResult> Patch(Guid id, RecordBody body, UseCaseSender useCases) =>
        useCases.CommandAsync(new UpdateRecord<UpdateCompany, Company, CompanyView>(id, body.Json, merge: true));

    private static Task<IResult> Delete(Guid id, UseCaseSender useCases) => useCases.CommandAsync(new DeleteCompany(id));

    private static Task<IResult> Restore(Guid id, UseCaseSender useCases) => useCases.CommandAsync(new RestoreCompany(id));

    private static Task<IResult> Tree(Guid id, UseCaseSender useCases) => useCases.QueryAsync(new GetCompanyTree(id));

    private static Task<IResult> ListResearch(Guid id, UseCaseSender useCases) => useCases.ListAsync(input => new ListCompanyResearch(id, input));

    private static Task<IResult> CreateResearch(Guid id, Body<CreateCompanyResearch> body, UseCaseSender useCases) =>
        useCases.CreateAsync(body.Value with { CompanyId = id }, research => $"/api/companies/{id}/research/{research}");

    private static Task<IResult> GetResearch(Guid id, Guid researchId, UseCaseSender useCases) => useCases.QueryAsync(new GetCompanyResearch(id, researchId));

    private static Task<IResult> PutResearch(Guid id, Guid researchId, RecordBody body, UseCaseSender useCases) => useCases.CommandAsync(
        new UpdateRecord<UpdateCompanyResearch, CompanyResearch, CompanyResearchView>(researchId, body.Json, merge: false) { ParentId = id });

    private static Task<IResult> PatchResearch(Guid id, Guid researchId, RecordBody body, UseCaseSender useCases) => useCases.CommandAsync(
        new UpdateRecord<UpdateCompanyResearch, CompanyResearch, CompanyResearchView>(researchId, body.Json, merge: true) { ParentId = id });

    private static Task<IResult> DeleteResearch(Guid id, Guid researchId, UseCaseSender useCases) => useCases.CommandAsync(new DeleteCompanyResearch(id, researchId));

    private static Task<IResult> RestoreResearch(Guid id, Guid researchId, UseCaseSender useCases) => useCases.CommandAsync(new RestoreCompanyResearch(id, researchId));
}
