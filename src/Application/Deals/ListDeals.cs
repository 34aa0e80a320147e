using System.Text.Json.Serialization;
using Crm.Domain.Deals;

namespace Crm.Application.Deals;

[Requires(Resource.Deals, RightAction.Read)]
public sealed record ListDeals(ListInput Input) : IQuery<Page<DealRow>>
{
    public static ListSpec Spec => RecordCatalog.Of<Deal>().List;

}

/// <summary>A deal in a list.</summary>
public sealed record DealRow(
    [property: JsonIgnore] string? SortKey,
    [property: JsonIgnore] string TieKey,
    Guid Id,
    string Title,
    decimal Value,
    EnumText<ValueSource> ValueSource,
    string Currency,
    int Probability,
    EnumText<DealStage> Stage,
    DateTimeOffset StageEnteredAt,
    DateOnly? ExpectedCloseDate,
    DateOnly? ActualCloseDate,
    string? LossReason,
    string[] Tags,
    bool IsActive,
    Guid CompanyId,
    string? CompanyName,
    Guid? PrimaryContactId,
    string? PrimaryContactName,
    string? PrimaryContactFirstName,
    string? PrimaryContactLastName,
    string? PrimaryContactEmail,
    Guid OwnerId,
    string? OwnerName,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    long Version) : IListRow;

internal sealed class ListDealsHandler(ListReader lists) : IQueryHandler<ListDeals, Page<DealRow>>
{
    private static SqlFragment Sql(ListPage page) => $"""
        select p.sort_key, p.tie_key, p.id, p.title, p.value, p.value_source, p.currency, p.probability, p.stage, p.stage_entered_at,
            p.expected_close_date, p.actual_close_date, p.loss_reason, p.tags, p.is_active, p.company_id, m.name as company_name,
            p.primary_contact_id, c.first_name || ' ' || c.last_name as primary_contact_name, c.first_name as primary_contact_first_name,
            c.last_name as primary_contact_last_name, c.email as primary_contact_email, p.owner_id, o.full_name as owner_name,
            p.created_at, p.updated_at, p.version
        from {page.Rows} p
        {page.Links.Join<Deal>("companyId", "p", "m")}
        {page.Links.Join<Deal>("primaryContactId", "p", "c")}
        {page.Links.Join<Deal>("ownerId", "p", "o")}
        order by {page.Order}
        """;

    public Task<Result<Page<DealRow>>> Handle(ListDeals request, CancellationToken cancellationToken) =>
        lists.ReadAsync<DealRow>(ListDeals.Spec, Sql, request.Input, cancellationToken);
}
