using System.Text.Json.Serialization;
using Crm.Application.Common.Json;
using Crm.Domain.ApiKeys;
using Crm.Domain.Users;

namespace Crm.Application.Users;

[Requires(Resource.Users, RightAction.Create)]
public sealed record CreateUser : UserRequest, ICommand<UserView>, IBackdated
{
    public Guid RoleId { get; init; }

    /// <summary>Without one, the user cannot log in with a password until one is set; a login by an external authority does not need it.</summary>
    [JsonConverter(typeof(UntrimmedTextJsonConverter))]
    public string? Password { get; init; }

    /// <summary>When the user was made, where they are imported; now otherwise.</summary>
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
            if (password is not null && PasswordRules.FaultOf(password, context.InstanceToValidate.Username, context.InstanceToValidate.Email) is { } fault)
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
        // Before anything is locked: it takes its time.
        var hash = command.Password is null ? null : passwords.Hash(command.Password);
        if ((await access.FindRoleToGiveAsync(command.RoleId, ct)).Error is { } error)
            return error;
        var now = clock.Now;
        var details = mapper.Map<UserRequest, UserDetails>(command);
        var made = User.Create(clock.NewId(), details, command.RoleId, hash, command.CreatedAt ?? now, now);
        if (made.Error is { } invalid)
            return invalid;
        users.Add(made.Value);
        return Reply.View<UserView>(made.Value.Id);
    }
}
