using System.Text.Json.Serialization;
using Crm.Application.Common.Json;
using Crm.Domain.ApiKeys;
using Crm.Domain.Users;

namespace Crm.Application.Users;

[Requires(Resource.Users, RightAction.Create)]
public sealed record CreateUser : UserRequest, ICommand<UserView>, IBackdated
{
    public Guid RoleId { get; init; }

    /// <summary>Default: no password. The user can then not log in with a password until one is set; a login with an external token does
    /// not need it.</summary>
    [JsonConverter(typeof(UntrimmedTextJsonConverter))]
    public string? Password { get; init; }

    /// <summary>When the user was created. Only for imports; defaults to the current time.</summary>
    [ImportOnly]
    public DateTimeOffset? CreatedAt { get; init; }

    [JsonIgnore]
    public DateTimeOffset? EffectiveAt => CreatedAt;
}

internal sealed class CreateUserValidator : AbstractValidator<CreateUser>
{
    public CreateUserValidator(IClock clock)
    {
        Include(new UserRequestValidator());
        this.Apply(User.Rules);
        RuleFor(u => u.Password).Custom((password, context) =>
        {
            if (password is not null &&
                PasswordRules.FaultOf(password, context.InstanceToValidate.Username, context.InstanceToValidate.Email) is { } fault)
                context.AddFailure(fault);
        });
        RuleFor(u => u.CreatedAt).NotInFuture(clock);
    }
}

internal sealed class CreateUserHandler(
    IRepository<User> users, UserAccess access, ICurrentUser user, IPasswords passwords, IMapper mapper, IClock clock)
    : ICommandHandler<CreateUser, UserView>
{
    public async Task<Result<Reply<UserView>>> HandleAsync(CreateUser command, CancellationToken ct)
    {
        if (command.Password is not null && user.Required.ByApiKey)
            return ApiKeyErrors.NotAllowed.At("password");
        // Computed before any lock is taken, because hashing is slow.
        var hash = command.Password is null ? null : passwords.Hash(command.Password);
        if ((await access.FindRoleToGiveAsync(command.RoleId, ct)).Error is { } error)
            return error;
        var now = clock.Now;
        var details = mapper.Map<UserRequest, UserDetails>(command);
        var created = User.Create(clock.NewId(), details, command.RoleId, hash, command.CreatedAt ?? now, now);
        if (created.Error is { } invalid)
            return invalid;
        users.Add(created.Value);
        return Reply.View<UserView>(created.Value.Id);
    }
}
