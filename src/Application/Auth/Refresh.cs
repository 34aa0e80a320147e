namespace Crm.Application.Auth;

/// <summary>
/// Exchanges a refresh token for new tokens; the old one is then used. Not executed by the unit of work, because reuse revokes the family
/// although the request is rejected.
/// </summary>
[Public]
[NotByApiKey]
[NotIdempotent]
public sealed record Refresh : IQuery<Tokens>
{
    public string RefreshToken { get; init; } = "";
}

internal sealed class RefreshValidator : AbstractValidator<Refresh>
{
    public RefreshValidator() => RuleFor(r => r.RefreshToken).Name();
}

internal sealed class RefreshHandler(ISeparateTransaction transactions, IAccessTokens tokens, IClock clock) : IQueryHandler<Refresh, Tokens>
{
    private sealed record UserRow(Guid Id, bool MayLogIn);

    private sealed record TokenRow(Guid FamilyId, DateTimeOffset ExpiresAt, bool Used, bool Revoked);

    public Task<Result<Tokens>> Handle(Refresh request, CancellationToken cancellationToken) => transactions.RunAsync(
        db => RotateAsync(db, RefreshTokens.HashOf(request.RefreshToken), cancellationToken), cancellationToken);

    private async Task<Result<Tokens>> RotateAsync(IWriteDb db, byte[] hash, CancellationToken ct)
    {
        // The user's row is locked before the token's row, as in a change of password or a deactivation. Otherwise a token could be issued
        // between their revocation of all families and their commit.
        var user = await db.QuerySingleOrDefaultAsync<UserRow>(
            $"""
            select u.id, u.is_active and u.deleted_at is null as may_log_in from users u
            where u.id = (select t.user_id from refresh_tokens t where t.token_hash = {hash}) for share
            """,
            ct);
        if (user is null)
            return AuthErrors.InvalidRefreshToken;
        // If two requests use one token concurrently, the second waits here, finds the token used and counts as reuse. There is no grace
        // period, because the service cannot distinguish a fast client from an attacker. Clients must refresh sequentially.
        var token = await db.QuerySingleOrDefaultAsync<TokenRow>(
            $"""
            select family_id, expires_at, used_at is not null as used, revoked_at is not null as revoked
            from refresh_tokens where token_hash = {hash} for update
            """,
            ct);
        if (token is null)
            return AuthErrors.InvalidRefreshToken;
        var now = clock.Now;
        if (token.Used || !user.MayLogIn)
            await RefreshTokens.EndFamilyAsync(db, token.FamilyId, now, ct);
        if (token.Used || token.Revoked || token.ExpiresAt <= now || !user.MayLogIn)
            return AuthErrors.InvalidRefreshToken;
        await db.ExecuteAsync($"update refresh_tokens set used_at = {now} where token_hash = {hash}", ct);
        var next = await RefreshTokens.IssueAsync(db, user.Id, token.FamilyId, clock, ct);
        return Tokens.Of(tokens, user.Id, now, next);
    }
}
