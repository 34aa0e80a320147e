using Crm.Api.Http;
using Crm.Application.Common.Writing;
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
    }

    private static Task<IResult> List(UseCases useCases) => useCases.ListAsync(input => new ListCompanies(input));

    private static Task<IResult> Create(Body<CreateCompany> body, UseCases useCases) => useCases.CreateAsync(body.Value, id => $"/api/companies/{id}");

    private static Task<IResult> Get(Guid id, UseCases useCases) => useCases.AskAsync(new GetCompany(id));

    private static Task<IResult> Put(Guid id, RecordBody body, UseCases useCases) =>
        useCases.ChangeAsync(new Write<UpdateCompany, Company, CompanyView>(id, body.Json, merge: false));

    private static Task<IResult> Patch(Guid id, RecordBody body, UseCases useCases) =>
        useCases.ChangeAsync(new Write<UpdateCompany, Company, CompanyView>(id, body.Json, merge: true));

    private static Task<IResult> Delete(Guid id, UseCases useCases) => useCases.ChangeAsync(new DeleteCompany(id));

    private static Task<IResult> Restore(Guid id, UseCases useCases) => useCases.ChangeAsync(new RestoreCompany(id));

    private static Task<IResult> Tree(Guid id, UseCases useCases) => useCases.AskAsync(new GetCompanyTree(id));
}
