namespace Crm.Application.Common.Ports;

/// <summary>A logged-in user with the rights of the moment.</summary>
/// <param name="UserId">The user.</param>
/// <param name="RoleId">The user's role.</param>
/// <param name="Permissions">What the role allows; nothing where it is deactivated. Less with an API key.</param>
/// <param name="Team">The user, then everybody who shares an active group with them: whose records the scope <c>group</c> reaches.</param>
public sealed record Caller(Guid UserId, Guid RoleId, Permissions Permissions, Guid[] Team)
{
    /// <inheritdoc cref="Caller(Guid, Guid, Permissions, Guid[])"/>
    public Guid[] Team { get; } = Team;

    /// <summary>The same as a parameter of statements: one of each, however often it occurs.</summary>
    internal SqlFragment TeamParameter { get; } = $"{Team}";

    /// <summary>The API key that a service calls with; null for a user who is logged in.</summary>
    public Guid? ApiKeyId { get; init; }

    /// <summary>Whether a service calls with an API key, which opens nothing that makes or changes credentials.</summary>
    public bool ByApiKey => ApiKeyId is not null;

    public Scope? ScopeOf(Resource resource, RightAction action) => Permissions[new Right(resource, action)];

    public bool May(Resource resource, RightAction action) => ScopeOf(resource, action) is not null;
}
