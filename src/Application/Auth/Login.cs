using System.Text.Json.Serialization;
using Crm.Application.Common.Json;
using Crm.Application.Common.Messaging;
using Crm.Application.Common.Ports;
using Crm.Domain.Common;

namespace Crm.Application.Auth;

/// <summary>Trades a login (e-mail or username) and a password for tokens.</summary>
[Public]
public sealed record Login : IQuery<Tokens>
{
    [JsonPropertyName("login")]
    public string Name { get; init; } = "";

    [JsonConverter(typeof(UntrimmedTextJsonConverter))]
    public string Password { get; init; } = "";
}

/// <summary>What a login gives.</summary>
/// <param name="AccessToken">For the Authorization header.</param>
/// <param name="TokenType">Always Bearer.</param>
/// <param name="ExpiresIn">Seconds until the access token ends.</param>
/// <param name="RefreshToken">Good for one refresh.</param>
public sealed record Tokens(string AccessToken, string TokenType, int ExpiresIn, string RefreshToken);

internal sealed class LoginHandler(IReadDb db, IPasswords passwords, IAccessTokens tokens, IClock clock) : IQueryHandler<Login, Tokens>
{
    private sealed record UserRow(Guid Id, string? PasswordHash);

    public async Task<Result<Tokens>> Handle(Login request, CancellationToken cancellationToken)
    {
        var user = await db.QuerySingleOrDefaultAsync<UserRow>(
            "select id, password_hash from users where (lower(email) = lower(@login) or lower(username) = lower(@login)) and is_active and deleted_at is null limit 1",
            new { login = request.Name },
            cancellationToken).ConfigureAwait(false);
        if (!passwords.Verify(user?.PasswordHash, request.Password))
            return AuthErrors.WrongCredentials;
        return new Tokens(tokens.Issue(user!.Id, clock.Now), "Bearer", (int)tokens.Lifetime.TotalSeconds, "");
    }
}
