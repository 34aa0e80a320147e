using System.Text.Json;
using Crm.Domain.Contacts;

namespace Crm.Application.Contacts;

/// <summary>A social profile as GET shows it.</summary>
/// <param name="Id">The profile.</param>
/// <param name="ContactId">Whose it is.</param>
/// <param name="Platform">OTHER where the address is none of the known platforms'.</param>
/// <param name="Username">On the platform; null where it is not known.</param>
/// <param name="ProfileUrl">Its address, without what does not belong to the profile.</param>
/// <param name="ProfileId">The platform's own id.</param>
/// <param name="IsVerified">Whether somebody has made sure of it.</param>
/// <param name="LastSyncAt">When it was last read from the platform.</param>
/// <param name="Metadata">Anything that the platform tells.</param>
/// <param name="CreatedAt">When it was added.</param>
/// <param name="Version">The contact's.</param>
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
