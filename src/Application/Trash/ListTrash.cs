using System.Text.Json.Serialization;
using Crm.Application.Common.Behaviours;

namespace Crm.Application.Trash;

/// <summary>What lies in the trash of one collection: whatever the caller could restore.</summary>
/// <typeparam name="TRestore">The command that brings it back, whose right it takes.</typeparam>
public sealed record ListTrash<TRestore>(ListInput Input) : IQuery<Page<TrashRow>>, IListQuery
    where TRestore : IRestore
{
    public static readonly ListSpec Spec = SpecOf(TRestore.Trash, UseCase.RightOf(typeof(TRestore))!.Value.Resource);

    private static ListSpec SpecOf(TrashTable trash, Resource resource)
    {
        var spec = ListSpec.Trash(trash.Table, "t", resource).Newest("-deletedAt", "id", "uuid").Id("id").Instant("deletedAt", sort: true);
        return trash.Searched ? spec.Search() : spec;
    }
}

/// <summary>A record in the trash.</summary>
/// <param name="SortKey">Its place in the order.</param>
/// <param name="TieKey">Likewise.</param>
/// <param name="Id">The record.</param>
/// <param name="Name">Its name, title or first words.</param>
/// <param name="OwnerId">Whose it is; null: nobody's.</param>
/// <param name="OwnerName">Their name.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="DeletedAt">When it was deleted.</param>
/// <param name="DeletedById">Who deleted it.</param>
/// <param name="DeletedByName">Their name.</param>
/// <param name="Version">The record's.</param>
public sealed record TrashRow(
    [property: JsonIgnore] string? SortKey,
    [property: JsonIgnore] string TieKey,
    Guid Id,
    string Name,
    Guid? OwnerId,
    string? OwnerName,
    DateTimeOffset CreatedAt,
    DateTimeOffset DeletedAt,
    Guid? DeletedById,
    string? DeletedByName,
    long Version) : IListRow;

internal sealed class ListTrashValidator<TRestore>() : ListValidator<ListTrash<TRestore>>(ListTrash<TRestore>.Spec)
    where TRestore : IRestore;

internal sealed class ListTrashHandler<TRestore>(ListReader lists, ICurrentUser user) : IQueryHandler<ListTrash<TRestore>, Page<TrashRow>>
    where TRestore : IRestore
{
    // Names and columns are the commands' own constants. Whoever deleted it says the audit.
    private static readonly string Sql = $"""
        select p.sort_key, p.tie_key, p.id, {TRestore.Trash.Name} as name, {Owner} as owner_id, o.full_name as owner_name, p.created_at, p.deleted_at,
            d.user_id as deleted_by_id, u.full_name as deleted_by_name, p.version
        from /*page*/ p
        left join users o on o.id = {Owner}
        left join lateral (
            select a.user_id from audit_logs a where a.entity_id = p.id and a.action = 'DELETE' order by a.seq desc limit 1) d on true
        left join users u on u.id = d.user_id
        order by /*order*/
        """;

    private static string Owner => TRestore.Trash.Owner is { } column ? $"p.{column}" : "null::uuid";

    public Task<Result<Page<TrashRow>>> Handle(ListTrash<TRestore> request, CancellationToken cancellationToken)
    {
        var spec = ListTrash<TRestore>.Spec;
        var seen = ScopeFilter.For(user.Required, spec.Resource, RightAction.Read, spec.Alias, inTrashToo: true);
        var restorable = ScopeFilter.For(user.Required, spec.Resource, RightAction.Restore, spec.Alias, inTrashToo: true);
        return lists.ReadScopedAsync<TrashRow>(spec, Sql, request.Input, seen.And(restorable), cancellationToken);
    }
}
