using System.Text.Json;
using Crm.Domain.Contacts;

namespace Crm.Application.Contacts;

/// <summary>A social profile as returned by GET.</summary>
/// <param name="Id">The profile.</param>
/// <param name="ContactId">The contact.</param>
/// <param name="Platform">OTHER if the URL does not belong to a known platform.</param>
/// <param name="Username">The user name on the platform. Null if unknown.</param>
/// <param name="ProfileUrl">The URL, without parts that do not identify the profile.</param>
/// <param name="ProfileId">The id of the profile on the platform.</param>
/// <param name="IsVerified">Whether a user has verified the profile.</param>
/// <param name="LastSyncAt">When the profile was last read from the platform.</param>
/// <param name="Metadata">Further data from the platform.</param>
/// <param name="CreatedAt">When the profile was added.</param>
/// <param name="Version">The version of the contact.</param>
public sealed record SocialProfileView(
    Guid Id,
    Guid ContactId,
    EnumText<SocialPlatform> Platform,
    string? Username,
    string ProfileUrl,
    string? ProfileId,
    bool IsVerified,
    DateTimeOffset? LastSyncAt,
    JsonElement? Metadata,
    DateTimeOffset CreatedAt,
    long Version) : IChildView
{
    Guid IChildView.ParentId => ContactId;
}

internal sealed class SocialProfileViewReader : IViewReader<SocialProfileView>
{
    public Task<SocialProfileView?> ReadAsync(IDb db, Guid id, RecordScope scope, CancellationToken ct) =>
        db.QuerySingleOrDefaultAsync<SocialProfileView>(
            $"""
            select p.id, p.contact_id, p.platform, p.username, p.profile_url, p.profile_id, p.is_verified, p.last_sync_at, p.metadata,
                p.created_at, c.version
            from social_profiles p join contacts c on c.id = p.contact_id
            where p.id = {id} and c.deleted_at is null {scope.On("c")}
            """,
            ct);
}
