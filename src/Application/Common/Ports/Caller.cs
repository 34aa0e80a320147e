using System.Security.Cryptography;
using System.Text;

namespace Crm.Application.Common.Ports;

/// <summary>A logged-in user with the current permissions.</summary>
/// <param name="UserId">The user.</param>
/// <param name="RoleId">The user's role.</param>
/// <param name="Permissions">The permissions of the role. Empty if the role is inactive. Fewer with an API key.</param>
/// <param name="Team">The user, then all users who share an active group with the user. The scope <c>group</c> covers the records of these
/// users.</param>
/// <param name="Zone">The user's time zone, or the organisation's if the user has none. The days of the request are days in it.</param>
public sealed record Caller(Guid UserId, Guid RoleId, Permissions Permissions, Guid[] Team, Zone Zone)
{
    /// <inheritdoc cref="Caller(Guid, Guid, Permissions, Guid[], Zone)"/>
    public Guid[] Team { get; } = Team;

    /// <summary>The same array as one statement parameter, even if it is used several times.</summary>
    internal SqlFragment TeamParameter { get; } = $"{Team}";

    /// <summary>The API key of the request. Null for a logged-in user.</summary>
    public Guid? ApiKeyId { get; init; }

    /// <summary>Whether the request uses an API key. API keys cannot create or change credentials.</summary>
    public bool ByApiKey => ApiKeyId is not null;

    /// <summary>Identifies what the caller may do: the permissions, and the users that the scope <c>group</c> covers.</summary>
    public string Fingerprint => field ??= Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(
        $"{string.Join(',', Permissions.Scopes.Select(s => $"{s.Key} {s.Value}").Order(StringComparer.Ordinal))} " +
        $"{string.Join(',', Team.Order())}")));

    public Scope? ScopeOf(Resource resource, RightAction action) => Permissions[new Right(resource, action)];

    public bool May(Resource resource, RightAction action) => ScopeOf(resource, action) is not null;
}
