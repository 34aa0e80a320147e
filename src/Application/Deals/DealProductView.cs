namespace Crm.Application.Deals;

/// <summary>A product line as returned by GET.</summary>
/// <param name="TotalPrice">Quantity × unit price.</param>
/// <param name="Version">The version of the deal.</param>
public sealed record DealProductView(
    Guid Id, Guid DealId, string ProductName, decimal Quantity, decimal UnitPrice, decimal TotalPrice, string? Notes,
    DateTimeOffset CreatedAt, long Version)
    : IChildView
{
    Guid IChildView.ParentId => DealId;
}

internal sealed class DealProductViewReader : IViewReader<DealProductView>
{
    public Task<DealProductView?> ReadAsync(IDb db, Guid id, RecordScope scope, CancellationToken ct) =>
        db.QuerySingleOrDefaultAsync<DealProductView>(
            $"""
            select p.id, p.deal_id, p.product_name, p.quantity, p.unit_price, p.total_price, p.notes, p.created_at, d.version
            from deal_products p join deals d on d.id = p.deal_id
            where p.id = {id} and d.deleted_at is null {scope.On("d")}
            """,
            ct);
}
