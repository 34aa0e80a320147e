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

internal sealed class RefreshHandler(
    ISeparateTransaction transactions, IAccessTokens tokens, RefreshTokenKey key, LoginThrottle throttle, IClock clock)
    : IQueryHandler<Refresh, Tokens>
{
    private sealed record UserRow(Guid Id, bool MayLogIn);

    private sealed record TokenRow(Guid FamilyId, DateTimeOffset ExpiresAt, DateTimeOffset? UsedAt, bool Revoked);

    public Task<Result<Tokens>> Handle(Refresh request, CancellationToken cancellationToken) => transactions.RunAsync(
        db => RotateAsync(db, request.RefreshToken, cancellationToken), cancellationToken);

    private async Task<Result<Tokens>> RotateAsync(IWriteDb db, string given, CancellationToken ct)
    {
        var hash = RefreshTokens.HashOf(given);
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
        // If two requests use one token concurrently, the second waits here and finds the token used.
        var token = await db.QuerySingleOrDefaultAsync<TokenRow>(
            $"""
            select family_id, expires_at, used_at, revoked_at is not null as revoked
            from refresh_tokens where token_hash = {hash} for update
            """,
            ct);
        if (token is null)
            return AuthErrors.InvalidRefreshToken;
        var now = clock.Now;
        var isRejected = token.Revoked || token.ExpiresAt <= now || !user.MayLogIn;
        var isReuse = token.UsedAt is { } used && (isRejected || !await MayRepeatAsync(db, token.FamilyId, hash, used, now, ct));
        if (isReuse || !user.MayLogIn)
            await RefreshTokens.EndFamilyAsync(db, token.FamilyId, now, ct);
        if (isReuse || isRejected)
            return AuthErrors.InvalidRefreshToken;
        var next = RefreshTokens.SuccessorOf(given, key);
        if (token.UsedAt is null)
        {
            await db.ExecuteAsync($"update refresh_tokens set used_at = {now} where token_hash = {hash}", ct);
            await RefreshTokens.StoreAsync(db, next, user.Id, token.FamilyId, clock, ct);
        }

        return Tokens.Of(tokens, user.Id, now, next);
    }

    /// <summary>
    /// Whether the successor may be returned again: within the grace period, once for each family and address. The service cannot
    /// distinguish a client from a thief; so it limits what a thief could get to the tokens of the client, which the next reuse revokes.
    /// </summary>
    private async Task<bool> MayRepeatAsync(
        IWriteDb db, Guid familyId, byte[] hash, DateTimeOffset used, DateTimeOffset now, CancellationToken ct)
    {
        var since = now - RefreshTokens.Grace;
        if (used < since)
            return false;
        var address = throttle.Address;
        var isFirst = !await db.QuerySingleOrDefaultAsync<bool>(
            $"""
            select exists (select 1 from refresh_tokens
                where family_id = {familyId} and used_at >= {since} and {address} = any(repeated_for))
            """,
            ct);
        if (isFirst)
        {
            await db.ExecuteAsync(
                $"update refresh_tokens set repeated_for = array_append(repeated_for, {address}) where token_hash = {hash}", ct);
        }

        return isFirst;
    }
}
