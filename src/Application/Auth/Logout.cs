namespace Crm.Application.Auth;

/// <summary>Revokes the family of one of the caller's refresh tokens. A token of another user or of a revoked family changes
/// nothing.</summary>
[RequiresLogin]
[NotByApiKey]
[NotIdempotent]
public sealed record Logout : ICommand<NoContent>
{
    public string RefreshToken { get; init; } = "";
}

internal sealed class LogoutValidator : AbstractValidator<Logout>
{
    public LogoutValidator() => RuleFor(l => l.RefreshToken).Name();
}

internal sealed class LogoutHandler(IWriteDb db, ICurrentUser user, IClock clock) : ICommandHandler<Logout, NoContent>
{
    public async Task<Result<Reply<NoContent>>> HandleAsync(Logout command, CancellationToken ct)
    {
        var userId = user.Required.UserId;
        // As in a refresh, the user's row is locked first, so that a concurrent refresh is either visible here or rejected.
        await db.QuerySingleOrDefaultAsync<bool>($"select true from users where id = {userId} for no key update", ct);
        var family = await db.QuerySingleOrDefaultAsync<Guid?>(
            $"select family_id from refresh_tokens where token_hash = {RefreshTokens.HashOf(command.RefreshToken)} and user_id = {userId}",
            ct);
        if (family is not null)
            await RefreshTokens.EndFamilyAsync(db, family.Value, clock.Now, ct);
        return Reply.None(userId);
    }
}
