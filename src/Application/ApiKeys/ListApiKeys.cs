using System.Text.Json;
using System.Text.Json.Serialization;
using Crm.Domain.ApiKeys;

namespace Crm.Application.ApiKeys;

/// <summary>Lists the caller's own keys, or all keys with the permission to update all users.</summary>
[RequiresLogin]
[NotByApiKey]
public sealed record ListApiKeys(ListInput Input) : IQuery<Page<ApiKeyRow>>
{
    public static ListSpec Spec => RecordCatalog.Of<ApiKey>().List;
}

/// <summary>An API key in a list.</summary>
public sealed record ApiKeyRow(
    [property: JsonIgnore] string? SortKey,
    [property: JsonIgnore] string TieKey,
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
    long Version) : IListRow;

internal sealed class ListApiKeysHandler(ListReader lists, ICurrentUser user) : IQueryHandler<ListApiKeys, Page<ApiKeyRow>>
{
    private static SqlFragment Sql(ListPage page) => $"""
        select p.sort_key, p.tie_key, p.id, p.name, p.prefix, p.permissions, p.owner_id, o.full_name as owner_name, p.expires_at,
            p.last_used_at,
            p.created_at, p.updated_at, p.version
        from {page.Rows} p
        {page.Links.Join<ApiKey>("ownerId", "p", "o")}
        order by {page.Order}
        """;

    public Task<Result<Page<ApiKeyRow>>> Handle(ListApiKeys request, CancellationToken cancellationToken) =>
        lists.ReadScopedAsync<ApiKeyRow>(
        ListApiKeys.Spec, Sql, request.Input,
        RecordScope.For(RecordCatalog.Of<ApiKey>(), user.Required, RightAction.Read, ListApiKeys.Spec.Alias), cancellationToken);
}
