using System.Text.Json;

namespace Crm.Domain.Contacts;

/// <summary>A contact's profile on a social platform.</summary>
public sealed class SocialProfile
{
    private SocialProfile()
    {
    }

    public Guid Id { get; private set; }
    public Guid ContactId { get; private set; }
    public SocialPlatform Platform { get; private set; }
    public string? Username { get; private set; }
    public string ProfileUrl { get; private set; } = "";

    /// <summary>The platform's own id.</summary>
    public string? ProfileId { get; private set; }
    public bool IsVerified { get; private set; }
    public DateTimeOffset? LastSyncAt { get; private set; }
    public JsonElement? Metadata { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }
}
