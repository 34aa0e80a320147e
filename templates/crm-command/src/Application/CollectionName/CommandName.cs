using System.Text.Json.Serialization;
using Crm.Domain.CollectionName;

namespace Crm.Application.CollectionName;

[Requires(Resource.ResourceName, RightAction.Update)]
public sealed record CommandName : ICommand<RecordNameView>
{
    [JsonIgnore]
    public Guid Id { get; init; }

    public string? Reason { get; init; }
}

internal sealed class CommandNameValidator : AbstractValidator<CommandName>
{
    public CommandNameValidator() => RuleFor(c => c.Reason).MaximumLength(Limits.Line);
}

internal sealed class CommandNameHandler(IRepository<RecordName> repository, RecordAuthorizer authorizer, IClock clock)
    : ICommandHandler<CommandName, RecordNameView>
{
    public async Task<Result<Reply<RecordNameView>>> HandleAsync(CommandName command, CancellationToken ct)
    {
        var found = await authorizer.FindAsync(repository, command.Id, RightAction.Update, ct: ct);
        if (found.Error is { } error)
            return error;
        return found.Value.CommandName(command.Reason, clock.Now).Error is { } rejected ? rejected : Reply.View<RecordNameView>(command.Id);
    }
}
