using System.Text.Json.Serialization;
using Crm.Domain.Groups;

namespace Crm.Application.Groups;

[Requires(Resource.Groups, RightAction.Update)]
public sealed record AddGroupMember : ICommand<GroupMemberView>
{
    [JsonIgnore]
    public Guid GroupId { get; init; }

    /// <summary>An active user.</summary>
    public Guid UserId { get; init; }
}

internal sealed class AddGroupMemberValidator : AbstractValidator<AddGroupMember>
{
    public AddGroupMemberValidator() => RuleFor(m => m.UserId).NotEmpty().WithMessage("is required.");
}

internal sealed class AddGroupMemberHandler(
    IRepository<UserGroup> groups, RecordAuthorizer authorizer, GroupAccess access, ActiveUsers users, ICurrentUser user, IClock clock)
    : ICommandHandler<AddGroupMember, GroupMemberView>
{
    public async Task<Result<Reply<GroupMemberView>>> HandleAsync(AddGroupMember command, CancellationToken ct)
    {
        var group = await authorizer.FindAsync(groups, command.GroupId, RightAction.Update, ct: ct);
        if (group.Error is { } error)
            return error;
        if (await users.CheckAsync(command.UserId, "userId", ct) is { } unfit)
            return unfit;
        if (await access.CheckMemberAsync(group.Value, command.UserId, ct) is { } widening)
            return widening;
        var member = group.Value.AddMember(clock.NewId(), command.UserId, user.Required.UserId, clock.Now);
        return member.Error is { } rejected ? rejected : Reply.View<GroupMemberView>(member.Value.Id);
    }
}
