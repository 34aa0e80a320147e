using System.Text.Json.Serialization;
using Crm.Application.Auth;
using Crm.Application.Common.Behaviours;
using Crm.Application.Common.Json;
using Crm.Domain.Users;

namespace Crm.Application.Users;

/// <summary>
/// Sets a password: the caller's own with the current password, or that of another user with the permission to update the user. All refresh
/// token families of the user are revoked.
/// </summary>
[NotByApiKey]
[RequiresLogin]
[NotIdempotent]
public sealed record ChangePassword : ICommand<NoContent>
{
    [JsonIgnore]
    public Guid UserId { get; init; }

    /// <summary>Required for the caller's own password.</summary>
    [JsonConverter(typeof(UntrimmedTextJsonConverter))]
    public string? CurrentPassword { get; init; }

    [JsonConverter(typeof(UntrimmedTextJsonConverter))]
    public string NewPassword { get; init; } = "";
}

internal sealed class ChangePasswordValidator : AbstractValidator<ChangePassword>
{
    public ChangePasswordValidator()
    {
        RuleFor(c => c.CurrentPassword).MaximumLength(User.MaxPasswordLength)
            .WithMessage($"must have at most {User.MaxPasswordLength} characters.");
        RuleFor(c => c.NewPassword).Custom((password, context) =>
        {
            if (PasswordRules.FaultOf(password) is { } fault)
                context.AddFailure(fault);
        });
    }
}

internal sealed class ChangePasswordHandler(
    IRepository<User> users, RecordAuthorizer authorizer, UserAccess access, IPasswords passwords, ICurrentUser caller,
    IRequestContext request, LoginThrottle throttle, LoginAudit audit, AfterRollback rollback, IWriteDb db, IClock clock)
    : ICommandHandler<ChangePassword, NoContent>
{
    public async Task<Result<Reply<NoContent>>> HandleAsync(ChangePassword command, CancellationToken ct)
    {
        var isOwn = command.UserId == caller.Required.UserId;
        if (isOwn && (await throttle.CheckAsync(db, command.UserId, "", ct)).Error is { } wait)
            return wait;
        // The row is locked only after that.
        var hash = passwords.Hash(command.NewPassword);
        var found = isOwn
            ? await FindOwnAsync(command, ct)
            : await FindOtherAsync(command, ct);
        if (found.Error is { } error)
            return error;
        var user = found.Value;
        if (PasswordRules.FaultOf(command.NewPassword, user.Details.Username, user.Details.Email) is { } fault)
            return CommonErrors.ValidationFailed(new Dictionary<string, string[]> { ["newPassword"] = [fault] });
        user.SetPassword(hash, clock.Now);
        await RefreshTokens.EndAllAsync(db, user.Id, clock.Now, ct);
        if (isOwn)
            await throttle.ForgetAsync(db, user.Id, ct);
        return Reply.None(user.Id);
    }

    /// <summary>The caller's own user, independent of permissions.</summary>
    private async Task<Result<User>> FindOwnAsync(ChangePassword command, CancellationToken ct)
    {
        if (await users.FindAsync(command.UserId, ct: ct) is not { } user)
            return RecordCatalog.Of<User>().NotFound;
        if (request.ExpectedVersions is { } versions && !versions.Contains(user.Version))
            return CommonErrors.VersionChanged;
        if (string.IsNullOrEmpty(command.CurrentPassword))
            return UserErrors.WrongCurrentPassword;
        if (passwords.Verify(user.PasswordHash, command.CurrentPassword) != PasswordMatch.No)
            return user;
        // With a stolen access token, this would otherwise be a way to guess the password without limit.
        rollback.Do(async separate =>
        {
            await throttle.CountFailureAsync(separate, user.Id, "", CancellationToken.None);
            await audit.FailedAsync(separate, user.Id, nameof(ChangePassword), user.Id, CancellationToken.None);
        });
        return UserErrors.WrongCurrentPassword;
    }

    private async Task<Result<User>> FindOtherAsync(ChangePassword command, CancellationToken ct)
    {
        var right = new Right(Resource.Users, RightAction.Update);
        if (caller.Required.Permissions[right] is null)
            return CommonErrors.RightMissing(right);
        var found = await authorizer.FindAsync(users, command.UserId, RightAction.Update, ct: ct);
        return found.Error is null && await access.CheckReachAsync(found.Value, ct) is { } outOfReach ? outOfReach : found;
    }
}
