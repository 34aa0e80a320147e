using Crm.Domain.CollectionName;

namespace Crm.Application.CollectionName;

/// <summary>A record words as GET returns it.</summary>
public sealed record RecordNameView(
    Guid Id,
    string Title,
    string? Description,
    Guid? OwnerId,
    string? OwnerName,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    long Version) : IView;

internal sealed class RecordNameViewReader : IViewReader<RecordNameView>
{
    public Task<RecordNameView?> ReadAsync(IDb db, Guid id, RecordScope scope, CancellationToken ct) =>
        db.QuerySingleOrDefaultAsync<RecordNameView>(
            $"""
            select t.id, t.title, t.description, t.owner_id, o.full_name as owner_name, t.created_at, t.updated_at, t.version
            from table_name t
            {scope.Links.Join<RecordName>("ownerId", "t", "o")}
            where t.id = {id} and t.deleted_at is null {scope.On("t")}
            """,
            ct);
}
