using System.Text.Json;
using Crm.Domain.ApiKeys;

namespace Crm.Application.ApiKeys;

/// <summary>An API key as returned by GET, without the key itself.</summary>
/// <param name="Id">The record.</param>
/// <param name="Name">The purpose, as a name for people.</param>
/// <param name="Prefix">The first characters of the key, shown so that people can identify it.</param>
/// <param name="Permissions">The maximum permissions of the key. The effective permissions are fewer if the owner has lost some of
/// them.</param>
/// <param name="OwnerId">The user that the key acts for.</param>
/// <param name="OwnerName">The name of that user.</param>
/// <param name="ExpiresAt">When the key expires.</param>
/// <param name="LastUsedAt">When the key was last used, to the minute. Null: never.</param>
/// <param name="CreatedAt">When the key was created.</param>
/// <param name="UpdatedAt">When it was last changed.</param>
/// <param name="Version">The version, which is the <c>ETag</c>.</param>
public record ApiKeyView(
    Guid Id,
    string Name,
    string Prefix,
    JsonElement Permissions,
    Guid OwnerId,
    string? OwnerName,
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
            from api_keys k {scope.Links.Join<ApiKey>("ownerId", "k", "o")}
            where k.id = {id} and k.deleted_at is null {scope.On("k")}
            """,
            ct);
}
