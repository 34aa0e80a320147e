using System.Text.Json.Serialization;
using Crm.Application.Common.Json;
using Crm.Domain.Users;

namespace Crm.Application.Auth;

/// <summary>Exchanges a login (e-mail or username) and a password for tokens. Not executed by the unit of work, because a failed login is
/// stored too.</summary>
[Public]
[NotIdempotent]
public sealed record Login : IQuery<Tokens>
{
    [JsonPropertyName("login")]
    public string Name { get; init; } = "";

    [JsonConverter(typeof(UntrimmedTextJsonConverter))]
    public string Password { get; init; } = "";
}

/// <summary>The tokens that a login or a refresh returns.</summary>
/// <param name="AccessToken">For the Authorization header.</param>
/// <param name="TokenType">Always Bearer.</param>
/// <param name="ExpiresIn">Seconds until the access token expires.</param>
/// <param name="RefreshToken">Valid for one refresh.</param>
public sealed record Tokens(string AccessToken, string TokenType, int ExpiresIn, string RefreshToken)
{
    internal static Tokens Of(IAccessTokens tokens, Guid userId, DateTimeOffset now, string refreshToken) =>
        new(tokens.Issue(userId, now), "Bearer", (int)tokens.Lifetime.TotalSeconds, refreshToken);
}

internal sealed class LoginValidator : AbstractValidator<Login>
{
    public LoginValidator()
    {
        RuleFor(l => l.Name).Name().OverridePropertyName("login");
        RuleFor(l => l.Password).NotEmpty().WithMessage("is required.")
            .MaximumLength(User.MaxPasswordLength).WithMessage($"must have at most {User.MaxPasswordLength} characters.");
    }
}

internal sealed class LoginHandler(
    ISeparateTransaction transactions, LoginThrottle throttle, LoginAudit audit, IPasswords passwords, IAccessTokens tokens,
    IRequestContext context, IClock clock)
    : IQueryHandler<Login, Tokens>
{
    private sealed record UserRow(Guid Id, string? PasswordHash, bool IsActive);

    public async Task<Result<Tokens>> Handle(Login request, CancellationToken cancellationToken)
    {
        var ct = cancellationToken;
        UserRow? user = null;
        var locked = await transactions.RunAsync(
            async db =>
            {
                if (await throttle.CheckAsync(db, request.Name, context.IpAddress, ct) is { } wait)
                    return wait;
                SqlFragment name = $"lower({request.Name})";
                user = await db.QuerySingleOrDefaultAsync<UserRow>(
                    $"""
                    select id, password_hash, is_active from users
                    where (lower(email) = {name} or lower(username) = {name}) and deleted_at is null
                    """,
                    ct);
                return null;
            },
            ct);
        if (locked is not null)
            return locked;

        // The hash is always computed, so that the duration does not reveal whether the user exists. No connection is held meanwhile.
        if (!passwords.Verify(user is { IsActive: true } ? user.PasswordHash : null, request.Password))
        {
            return await transactions.RunAsync<Error>(
                async db =>
                {
                    await throttle.CountFailureAsync(db, request.Name, context.IpAddress, CancellationToken.None);
                    await audit.FailedAsync(db, user?.Id, CancellationToken.None);
                    return AuthErrors.WrongCredentials;
                },
                CancellationToken.None);
        }

        return await transactions.RunAsync(db => StartAsync(db, request.Name, user!, ct), ct);
    }

    private async Task<Result<Tokens>> StartAsync(IWriteDb db, string login, UserRow user, CancellationToken ct)
    {
        // Concurrent attempts during the failures that locked the account are rejected, even with the correct password.
        if (await throttle.CheckAsync(db, login, context.IpAddress, ct) is { } wait)
            return wait;
        var now = clock.Now;
        var still = await db.ExecuteAsync(
            $"""
            update users set last_login_at = greatest(last_login_at, {now})
            where id = {user.Id} and is_active and deleted_at is null and password_hash = {user.PasswordHash}
            """,
            ct);
        if (still == 0)
            return AuthErrors.WrongCredentials;
        await throttle.ForgetAsync(db, login, ct);
        await audit.SucceededAsync(db, user.Id, ct);
        var refreshToken = await RefreshTokens.IssueAsync(db, user.Id, clock.NewId(), clock, ct);
        return Tokens.Of(tokens, user.Id, now, refreshToken);
    }
}
