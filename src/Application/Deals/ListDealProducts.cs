using System.Text.Json.Serialization;
using Crm.Domain.Deals;

namespace Crm.Application.Deals;

[Requires(Resource.Deals, RightAction.Read)]
public sealed record ListDealProducts(Guid DealId, ListInput Input) : IQuery<Page<DealProductListRow>>
{
    internal static readonly ChildRecord Child = RecordCatalog.Of<Deal>().Child("products");

    public static ListSpec Spec => Child.List;
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

internal sealed class ListDealProductsHandler(ListReader lists) : IQueryHandler<ListDealProducts, Page<DealProductListRow>>
{
    private static SqlFragment Sql(ListPage page) => $"""
        select p.sort_key, p.tie_key, p.id, p.deal_id, p.product_name, p.quantity, p.unit_price, p.total_price, p.notes, p.created_at
        from {page.Rows} p
        order by {page.Order}
        """;

    public Task<Result<Page<DealProductListRow>>> Handle(ListDealProducts request, CancellationToken cancellationToken) =>
        lists.ReadChildrenAsync<DealProductListRow>(
            ListDealProducts.Spec, Sql, request.Input, ListDealProducts.Child.Of(request.DealId), cancellationToken);
}
