using System.Text.Json;
using System.Text.Json.Serialization;
using Crm.Domain.Contacts;

namespace Crm.Application.Contacts;

[Requires(Resource.Contacts, RightAction.Read)]
public sealed record ListSocialProfiles(Guid ContactId, ListInput Input) : IQuery<Page<SocialProfileRow>>
{
    internal static readonly ChildRecord Child = RecordCatalog.Of<Contact>().Child("social-profiles");

    public static ListSpec Spec => Child.List;
}

/// <summary>A social profile in a list.</summary>
public sealed record SocialProfileRow(
    [property: JsonIgnore] string? SortKey,
    [property: JsonIgnore] string TieKey,
    Guid Id,
    Guid ContactId,
    EnumText<SocialPlatform> Platform,
    string? Username,
    string ProfileUrl,
    string? ProfileId,
    bool IsVerified,
    DateTimeOffset? LastSyncAt,
    JsonElement? Metadata,
    DateTimeOffset CreatedAt) : IListRow;

internal sealed class ListSocialProfilesHandler(ListReader lists) : IQueryHandler<ListSocialProfiles, Page<SocialProfileRow>>
{
    private static SqlFragment Sql(ListPage page) => $"""
        select p.sort_key, p.tie_key, p.id, p.contact_id, p.platform, p.username, p.profile_url, p.profile_id, p.is_verified,
            p.last_sync_at, p.metadata, p.created_at
        from {page.Rows} p
        order by {page.Order}
        """;

    public Task<Result<Page<SocialProfileRow>>> Handle(ListSocialProfiles request, CancellationToken cancellationToken) =>
        lists.ReadChildrenAsync<SocialProfileRow>(
            ListSocialProfiles.Spec, Sql, request.Input, ListSocialProfiles.Child.Of(request.ContactId), cancellationToken);
}
