using System.Text.Json.Serialization;
using Crm.Domain.CollectionName;

namespace Crm.Application.CollectionName;

[Requires(Resource.ResourceName, RightAction.Read)]
public sealed record ListCollectionName(ListInput Input) : IQuery<Page<RecordNameRow>>
{
    public static ListSpec Spec => RecordCatalog.Of<RecordName>().List;
}

/// <summary>A record words in a list.</summary>
public sealed record RecordNameRow(
    [property: JsonIgnore] string? SortKey,
    [property: JsonIgnore] string TieKey,
    Guid Id,
    string Title,
    string? Description,
    Guid? OwnerId,
    string? OwnerName,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    long Version) : IListRow;

internal sealed class ListCollectionNameHandler(ListReader lists) : IQueryHandler<ListCollectionName, Page<RecordNameRow>>
{
    private static SqlFragment Sql(ListPage page) => $"""
        select p.sort_key, p.tie_key, p.id, p.title, p.description, p.owner_id, o.full_name as owner_name, p.created_at, p.updated_at,
            p.version
        from {page.Rows} p
        {page.Links.Join<RecordName>("ownerId", "p", "o")}
        order by {page.Order}
        """;

    public Task<Result<Page<RecordNameRow>>> Handle(ListCollectionName request, CancellationToken cancellationToken) =>
        lists.ReadAsync<RecordNameRow>(ListCollectionName.Spec, Sql, request.Input, cancellationToken);
}
