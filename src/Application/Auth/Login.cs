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
    IClock clock)
    : IQueryHandler<Login, Tokens>
{
    private sealed record UserRow(Guid Id, string? PasswordHash, bool IsActive);

    public async Task<Result<Tokens>> Handle(Login request, CancellationToken cancellationToken)
    {
        var ct = cancellationToken;
        SqlFragment name = $"lower({request.Name})";
        var (user, (locked, delay)) = await transactions.RunAsync(
            async db =>
            {
                // An e-mail address takes precedence over a username of another user that looks like it.
                var found = await db.QuerySingleOrDefaultAsync<UserRow>(
                    $"""
                    select id, password_hash, is_active from users
                    where (lower(email) = {name} or lower(username) = {name}) and deleted_at is null
                    order by lower(email) = {name} desc limit 1
                    """,
                    ct);
                return (found, await throttle.CheckAsync(db, found?.Id, request.Name, ct));
            },
            ct);
        if (locked is not null)
            return locked;
        // An account attacked from many addresses answers slowly instead of rejecting its owner; no connection is held meanwhile.
        if (delay > TimeSpan.Zero)
            await Task.Delay(delay, ct);

        // The hash is always computed, so that the duration does not reveal whether the user exists. No connection is held meanwhile.
        var match = passwords.Verify(user is { IsActive: true } ? user.PasswordHash : null, request.Password);
        if (match == PasswordMatch.No)
        {
            return await transactions.RunAsync<Error>(
                async db =>
                {
                    await throttle.CountFailureAsync(db, user?.Id, request.Name, CancellationToken.None);
                    await audit.FailedAsync(db, user?.Id, nameof(Login), null, CancellationToken.None);
                    return AuthErrors.WrongCredentials;
                },
                CancellationToken.None);
        }

        var raised = match == PasswordMatch.Outdated ? passwords.Hash(request.Password) : null;
        return await transactions.RunAsync(db => StartAsync(db, user!, raised, ct), ct);
    }

    private async Task<Result<Tokens>> StartAsync(IWriteDb db, UserRow user, string? raised, CancellationToken ct)
    {
        // Concurrent attempts during the failures that locked the account are rejected, even with the correct password.
        if ((await throttle.CheckAsync(db, user.Id, "", ct)).Error is { } wait)
            return wait;
        var now = clock.Now;
        var still = await db.ExecuteAsync(
            $"""
            update users set last_login_at = greatest(last_login_at, {now}), password_hash = coalesce({raised}, password_hash)
            where id = {user.Id} and is_active and deleted_at is null and password_hash = {user.PasswordHash}
            """,
            ct);
        if (still == 0)
            return AuthErrors.WrongCredentials;
        await throttle.ForgetAsync(db, user.Id, ct);
        await audit.SucceededAsync(db, user.Id, ct);
        var refreshToken = RefreshTokens.Make();
        await RefreshTokens.StoreAsync(db, refreshToken, user.Id, clock.NewId(), clock, ct);
        return Tokens.Of(tokens, user.Id, now, refreshToken);
    }
}
