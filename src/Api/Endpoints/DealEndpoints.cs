using Crm.Application.Deals;
using Crm.Domain.Deals;

namespace Crm.Api.Endpoints;

internal sealed class DealEndpoints : IEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var deals = app.MapRecord<Deal, DealView>("Deals");
        deals.MapList<Deal, ListDeals, DealRow>(input => new ListDeals(input));
        deals.MapCreate<Deal, CreateDeal, DealView>();
        deals.MapGet("/pipeline", Board).Reads<GetPipelineBoard, PipelineBoard>("getPipelineBoard", "Get the open deals as a board")
            .WithMetadata(new ListMetadata(GetPipelineBoard.Spec));
        deals.MapPost("/assign", Assign).Changes<AssignDeals, AssignmentResults>("assignDeals", "Assign up to 500 deals to a user");
        deals.MapUpdate<UpdateDeal, Deal, DealView>();
        deals.MapDelete<Deal>();
        deals.MapPatch("/{id:guid}/stage", ChangeStage).Changes<ChangeDealStage, DealView>(
            "changeDealStage", "Move a deal to another stage");
        deals.MapGet("/{id:guid}/transitions", Transitions).Reads<GetDealTransitions, DealTransitions>(
            "getDealTransitions", "Get the stages to which a deal can change");
        deals.MapGet("/{id:guid}/history", History).Lists<ListDealHistory, DealHistoryListRow>(
            ListDealHistory.Spec, "listDealHistory", "List a deal's stage history");

        deals.MapGet("/{id:guid}/products", ListProducts).Lists<ListDealProducts, DealProductListRow>(
            ListDealProducts.Spec, "listDealProducts", "List a deal's product lines");
        deals.MapPost("/{id:guid}/products", AddProduct).Creates<AddDealProduct, DealProductView>(
            "addDealProduct", "Add a product line to a deal");
        deals.MapGet("/{id:guid}/products/{lineId:guid}", GetProduct).Reads<GetRecord<DealProductView>,
            DealProductView>("getDealProduct", "Get a product line");
        deals.MapPut("/{id:guid}/products/{lineId:guid}", PutProduct).Changes<UpdateDealProduct, DealProductView>(
            "replaceDealProduct", "Replace a product line's fields");
        deals.MapPatch("/{id:guid}/products/{lineId:guid}", PatchProduct).Patches<UpdateDealProduct, DealProductView>(
            "patchDealProduct", "Change some fields of a product line");
        deals.MapDelete("/{id:guid}/products/{lineId:guid}", RemoveProduct)
            .Deletes<RemoveDealProduct>("removeDealProduct", "Remove a product line from a deal");
    }

    private static Task<IResult> Board(UseCaseSender sender) => sender.QueryAsync(new GetPipelineBoard(sender.ListInput()));

    private static Task<IResult> Assign(Body<AssignDeals> body, UseCaseSender sender) => sender.CommandAsync(body.Value);

    private static Task<IResult> ChangeStage(Guid id, Body<ChangeDealStage> body, UseCaseSender sender) =>
        sender.CommandAsync(body.Value with { DealId = id });

    private static Task<IResult> Transitions(Guid id, UseCaseSender sender) => sender.QueryAsync(new GetDealTransitions(id));

    private static Task<IResult> History(Guid id, UseCaseSender sender) => sender.ListAsync(input => new ListDealHistory(id, input));

    private static Task<IResult> ListProducts(Guid id, UseCaseSender sender) => sender.ListAsync(input => new ListDealProducts(id, input));

    private static Task<IResult> AddProduct(Guid id, Body<AddDealProduct> body, UseCaseSender sender) =>
        sender.CreateAsync(body.Value with { DealId = id }, line => $"/api/deals/{id}/products/{line}");

    private static Task<IResult> GetProduct(Guid id, Guid lineId, UseCaseSender sender) =>
        sender.QueryAsync(new GetRecord<DealProductView>(lineId, id));

    private static Task<IResult> PutProduct(Guid id, Guid lineId, RecordBody body, UseCaseSender sender) =>
        sender.CommandAsync(new UpdateRecord<UpdateDealProduct, Deal, DealProductView>(id, lineId, body.Json, Merge: false));

    private static Task<IResult> PatchProduct(Guid id, Guid lineId, RecordBody body, UseCaseSender sender) =>
        sender.CommandAsync(new UpdateRecord<UpdateDealProduct, Deal, DealProductView>(id, lineId, body.Json, Merge: true));

    private static Task<IResult> RemoveProduct(Guid id, Guid lineId, UseCaseSender sender) =>
        sender.CommandAsync(new RemoveDealProduct(id, lineId));
}
