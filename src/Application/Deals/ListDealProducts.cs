using System.Text.Json.Serialization;

namespace Crm.Application.Deals;

[Requires(Resource.Deals, RightAction.Read)]
public sealed record ListDealProducts(Guid DealId, ListInput Input) : IQuery<Page<DealProductListRow>>, IListQuery
{
    public static readonly ListSpec Spec = ListSpec.OfAll("deal_products", "p", Resource.Deals)
        .Text("productName")
        .Number("quantity").Number("unitPrice").Number("totalPrice")
        .Instant("createdAt", sort: true);
}

/// <summary>A product line in a list.</summary>
public sealed record DealProductListRow(
    [property: JsonIgnore] string? SortKey,
    [property: JsonIgnore] string TieKey,
    Guid Id,
    Guid DealId,
    string ProductName,
    decimal Quantity,
    decimal UnitPrice,
    decimal TotalPrice,
    string? Notes,
    DateTimeOffset CreatedAt) : IListRow;

internal sealed class ListDealProductsValidator() : ListValidator<ListDealProducts>(ListDealProducts.Spec);

internal sealed class ListDealProductsHandler(ListReader lists) : IQueryHandler<ListDealProducts, Page<DealProductListRow>>
{
    private const string Sql = """
        select p.sort_key, p.tie_key, p.id, p.deal_id, p.product_name, p.quantity, p.unit_price, p.total_price, p.notes, p.created_at
        from /*page*/ p
        order by /*order*/
        """;

    public Task<Result<Page<DealProductListRow>>> Handle(ListDealProducts request, CancellationToken cancellationToken) =>
        lists.ReadChildrenAsync<DealProductListRow>(ListDealProducts.Spec, Sql, request.Input, DealAccess.ParentOf(request.DealId), cancellationToken);
}
