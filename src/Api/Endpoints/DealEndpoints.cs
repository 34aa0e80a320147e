using Crm.Application.Deals;
using Crm.Domain.Deals;

namespace Crm.Api.Endpoints;

internal sealed class DealEndpoints : IEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var deals = app.MapCollection("deals", "Deals");
        deals.MapGet("/", List).Lists<ListDeals, DealRow>(ListDeals.Spec, "listDeals", "List deals");
        deals.MapPost("/", Create).Creates<CreateDeal, DealView>("createDeal", "Create a deal");
        deals.MapGet("/pipeline", Board).Reads<GetPipelineBoard, PipelineBoard>("getPipelineBoard", "Get the open deals as a board")
            .WithMetadata(new ListMetadata(GetPipelineBoard.Spec));
        deals.MapPost("/assign", Assign).Changes<AssignDeals, AssignmentResults>("assignDeals", "Give up to 500 deals to a user");
        deals.MapGet("/{id:guid}", Get).Reads<GetDeal, DealView>("getDeal", "Get a deal with everything in it");
        deals.MapPut("/{id:guid}", Put).Changes<UpdateDeal, DealView>("replaceDeal", "Replace a deal's fields");
        deals.MapPatch("/{id:guid}", Patch).Patches<UpdateDeal, DealView>("patchDeal", "Change some of a deal's fields");
        deals.MapDelete("/{id:guid}", Delete).Deletes<DeleteDeal>("deleteDeal", "Move a deal to the trash");
        deals.MapPost("/{id:guid}/restore", Restore).Changes<RestoreDeal, DealView>("restoreDeal", "Bring a deal back from the trash", hasBody: false);
        deals.MapPatch("/{id:guid}/stage", ChangeStage).Changes<ChangeDealStage, DealView>("changeDealStage", "Move a deal to another stage");
        deals.MapGet("/{id:guid}/transitions", Transitions).Reads<GetDealTransitions, DealTransitions>(
            "getDealTransitions", "Get the stages that a deal may go to now");
        deals.MapGet("/{id:guid}/history", History).Lists<ListDealHistory, DealHistoryListRow>(
            ListDealHistory.Spec, "listDealHistory", "List the steps of a deal's history");

        deals.MapGet("/{id:guid}/products", ListProducts).Lists<ListDealProducts, DealProductListRow>(
            ListDealProducts.Spec, "listDealProducts", "List a deal's product lines");
        deals.MapPost("/{id:guid}/products", AddProduct).Creates<AddDealProduct, DealProductView>("addDealProduct", "Add a product line to a deal");
        deals.MapGet("/{id:guid}/products/{lineId:guid}", GetProduct).Reads<GetDealProduct, DealProductView>("getDealProduct", "Get a product line");
        deals.MapPut("/{id:guid}/products/{lineId:guid}", PutProduct).Changes<UpdateDealProduct, DealProductView>(
            "replaceDealProduct", "Replace a product line's fields");
        deals.MapPatch("/{id:guid}/products/{lineId:guid}", PatchProduct).Patches<UpdateDealProduct, DealProductView>(
            "patchDealProduct", "Change some of a product line's fields");
        deals.MapDelete("/{id:guid}/products/{lineId:guid}", RemoveProduct).Deletes<RemoveDealProduct>("removeDealProduct", "Remove a product line from a deal");
    }

    private static Task<IResult> List(UseCaseSender useCases) => useCases.ListAsync(input => new ListDeals(input));

    private static Task<IResult> Create(Body<CreateDeal> body, UseCaseSender useCases) => useCases.CreateAsync(body.Value, id => $"/api/deals/{id}");

    private static Task<IResult> Board(UseCaseSender useCases) => useCases.QueryAsync(new GetPipelineBoard(useCases.ListInput()));

    private static Task<IResult> Assign(Body<AssignDeals> body, UseCaseSender useCases) => useCases.CommandAsync(body.Value);

    private static Task<IResult> Get(Guid id, UseCaseSender useCases) => useCases.QueryAsync(new GetDeal(id));

    private static Task<IResult> Put(Guid id, RecordBody body, UseCaseSender useCases) =>
        useCases.CommandAsync(new UpdateRecord<UpdateDeal, Deal, DealView>(id, body.Json, merge: false));

    private static Task<IResult> Patch(Guid id, RecordBody body, UseCaseSender useCases) =>
        useCases.CommandAsync(new UpdateRecord<UpdateDeal, Deal, DealView>(id, body.Json, merge: true));

    private static Task<IResult> Delete(Guid id, UseCaseSender useCases) => useCases.CommandAsync(new DeleteDeal(id));

    private static Task<IResult> Restore(Guid id, UseCaseSender useCases) => useCases.CommandAsync(new RestoreDeal(id));

    private static Task<IResult> ChangeStage(Guid id, Body<ChangeDealStage> body, UseCaseSender useCases) =>
        useCases.CommandAsync(body.Value with { DealId = id });

    private static Task<IResult> Transitions(Guid id, UseCaseSender useCases) => useCases.QueryAsync(new GetDealTransitions(id));

    private static Task<IResult> History(Guid id, UseCaseSender useCases) => useCases.ListAsync(input => new ListDealHistory(id, input));

    private static Task<IResult> ListProducts(Guid id, UseCaseSender useCases) => useCases.ListAsync(input => new ListDealProducts(id, input));

    private static Task<IResult> AddProduct(Guid id, Body<AddDealProduct> body, UseCaseSender useCases) =>
        useCases.CreateAsync(body.Value with { DealId = id }, line => $"/api/deals/{id}/products/{line}");

    private static Task<IResult> GetProduct(Guid id, Guid lineId, UseCaseSender useCases) => useCases.QueryAsync(new GetDealProduct(id, lineId));

    private static Task<IResult> PutProduct(Guid id, Guid lineId, RecordBody body, UseCaseSender useCases) =>
        useCases.CommandAsync(new UpdateRecord<UpdateDealProduct, Deal, DealProductView>(id, lineId, body.Json, Merge: false));

    private static Task<IResult> PatchProduct(Guid id, Guid lineId, RecordBody body, UseCaseSender useCases) =>
        useCases.CommandAsync(new UpdateRecord<UpdateDealProduct, Deal, DealProductView>(id, lineId, body.Json, Merge: true));

    private static Task<IResult> RemoveProduct(Guid id, Guid lineId, UseCaseSender useCases) => useCases.CommandAsync(new RemoveDealProduct(id, lineId));
}
