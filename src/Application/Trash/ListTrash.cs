using System.Text.Json.Serialization;
using Crm.Application.Common.Fields;
using Crm.Domain.Users;

namespace Crm.Application.Trash;

/// <summary>Lists the records of one collection in the trash that the caller may restore.</summary>
public sealed record ListTrash<TAggregate>(ListInput Input) : IQuery<Page<TrashRow>>, IDescribedUseCase
    where TAggregate : AggregateRoot, IRestorable
{
    public static readonly ListSpec Spec = NewSpec(RecordCatalog.Of<TAggregate>());

    public static UseCase Describe()
    {
        var record = RecordCatalog.Of<TAggregate>();
        return UseCase.With($"ListDeleted{record.OperationPluralName}", record.Resource, RightAction.Restore);
    }

    private static ListSpec NewSpec(Record record)
    {
        var fields = new FieldSet();
        fields.Id("id").Filter();
        fields.Instant("deletedAt").Filter().Sort();
        return new ListSpec(record.Table, record.Resource, fields)
        {
            Always = $"t.deleted_at is not null",
            SearchColumn = record.SearchColumn,
            AddressColumn = record.AddressColumn,
            DefaultSort = "-deletedAt",
        };
    }
}

/// <summary>A record in the trash.</summary>
/// <param name="SortKey">The sort value of the row, for keyset pagination.</param>
/// <param name="TieKey">The tie-break value of the sort order.</param>
/// <param name="Id">The record.</param>
/// <param name="Name">The name, the title or the first words.</param>
/// <param name="OwnerId">The owner. Null: the record has no owner.</param>
/// <param name="OwnerName">The owner's name.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="DeletedAt">When it was deleted.</param>
/// <param name="DeletedById">The user who deleted it.</param>
/// <param name="DeletedByName">The name of that user.</param>
/// <param name="Version">The version of the record.</param>
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

internal sealed class ListTrashHandler<TAggregate>(ListReader lists, ICurrentUser user)
    : IQueryHandler<ListTrash<TAggregate>, Page<TrashRow>>
    where TAggregate : AggregateRoot, IRestorable
{
    // The user who deleted the record is taken from the audit.
    private static SqlFragment Sql(ListPage page) => $"""
        select p.sort_key, p.tie_key, p.id, {RecordCatalog.Of<TAggregate>().DisplaySql} as name, {Owner} as owner_id,
            o.full_name as owner_name,
            p.created_at, p.deleted_at, d.user_id as deleted_by_id, u.full_name as deleted_by_name, p.version
        from {page.Rows} p
        {page.Links.JoinTo<User>(Owner, "o")}
        left join lateral (
            select a.user_id from audit_logs a where a.entity_id = p.id and a.action = 'DELETE' order by a.seq desc limit 1) d on true
        {page.Links.JoinTo<User>($"d.user_id", "u")}
        order by {page.Order}
        """;

    private static readonly SqlFragment Owner =
        RecordCatalog.Of<TAggregate>().OwnerColumn is { } column ? SqlFragment.Column("p", column) : $"null::uuid";

    public Task<Result<Page<TrashRow>>> Handle(ListTrash<TAggregate> request, CancellationToken cancellationToken)
    {
        var (record, spec) = (RecordCatalog.Of<TAggregate>(), ListTrash<TAggregate>.Spec);
        var seen = RecordScope.For(record, user.Required, RightAction.Read, spec.Alias, inTrashToo: true);
        var restorable = RecordScope.For(record, user.Required, RightAction.Restore, spec.Alias, inTrashToo: true);
        return lists.ReadScopedAsync<TrashRow>(spec, Sql, request.Input, seen.And(restorable), cancellationToken);
    }
}
