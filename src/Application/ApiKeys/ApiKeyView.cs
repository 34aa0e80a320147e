using System.Text.Json;

namespace Crm.Application.ApiKeys;

/// <summary>An API key as GET shows it; never the key itself.</summary>
/// <param name="Id">The record.</param>
/// <param name="Name">What it is for.</param>
/// <param name="Prefix">The first characters of the key, by which people tell keys apart.</param>
/// <param name="Permissions">What it may do at most; less where its owner may do less by now.</param>
/// <param name="OwnerId">Whom it acts for.</param>
/// <param name="OwnerName">Their name.</param>
/// <param name="ExpiresAt">When it ends.</param>
/// <param name="LastUsedAt">When it was last used, to the minute; null: never.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="UpdatedAt">When it was last changed.</param>
/// <param name="Version">Its ETag.</param>
public record ApiKeyView(
    Guid Id,
    string Name,
    string Prefix,
    JsonElement Permissions,
    Guid OwnerId,
    string OwnerName,
    DateTimeOffset ExpiresAt,
    DateTimeOffset? LastUsedAt,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    long Version) : IView;

internal sealed class ApiKeyViewReader : IViewReader<ApiKeyView>
{
    public Task<ApiKeyView?> ReadAsync(IDb db, Guid id, RecordScope scope, CancellationToken ct) =>
        db.QuerySingleOrDefaultAsync<ApiKeyView>(
            $"""
            select k.id, k.name, k.prefix, k.permissions, k.owner_id, o.full_name as owner_name, k.expires_at, k.last_used_at,
                k.created_at, k.updated_at, k.version
            from api_keys k join users o on o.id = k.owner_id
            where k.id = {id} and k.deleted_at is null {scope.On("k")}
            """,
            ct);
}
