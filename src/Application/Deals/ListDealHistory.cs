using System.Text.Json.Serialization;
using Crm.Domain.Deals;

namespace Crm.Application.Deals;

[Requires(Resource.Deals, RightAction.Read)]
public sealed record ListDealHistory(Guid DealId, ListInput Input) : IQuery<Page<DealHistoryListRow>>
{
    internal static readonly ChildRecord Child = RecordCatalog.Of<Deal>().Child("history");

    public static ListSpec Spec => Child.List;
}

/// <summary>An entry of a deal's stage history in a list.</summary>
public sealed record DealHistoryListRow(
    [property: JsonIgnore] string? SortKey,
    [property: JsonIgnore] string TieKey,
    Guid Id,
    Guid DealId,
    int Seq,
    EnumText<DealStage>? FromStage,
    EnumText<DealStage> ToStage,
    string? Reason,
    Guid ChangedBy,
    string? ChangedByName,
    DateTimeOffset ChangedAt) : IListRow;

internal sealed class ListDealHistoryHandler(ListReader lists) : IQueryHandler<ListDealHistory, Page<DealHistoryListRow>>
{
    private static SqlFragment Sql(ListPage page) => $"""
        select p.sort_key, p.tie_key, p.id, p.deal_id, p.seq, p.from_stage, p.to_stage, p.reason, p.changed_by,
            u.full_name as changed_by_name, p.changed_at
        from {page.Rows} p
        {page.Links.Join(ListDealHistory.Child.Fields, "changedBy", "p", "u")}
        order by {page.Order}
        """;

    public Task<Result<Page<DealHistoryListRow>>> Handle(ListDealHistory request, CancellationToken cancellationToken) =>
        lists.ReadChildrenAsync<DealHistoryListRow>(
            ListDealHistory.Spec, Sql, request.Input, ListDealHistory.Child.Of(request.DealId), cancellationToken);
}
