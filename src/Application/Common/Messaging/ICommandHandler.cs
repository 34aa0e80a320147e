using MediatR;

namespace Crm.Application.Common.Messaging;

/// <summary>Changes aggregates and answers with the id of what is to be shown. Saves nothing itself.</summary>
public interface ICommandHandler<in TCommand> : IRequestHandler<TCommand, Result<CommandOutcome>>
    where TCommand : ICommand
{
    Task<Result<Guid>> HandleAsync(TCommand command, CancellationToken ct);

    async Task<Result<CommandOutcome>> IRequestHandler<TCommand, Result<CommandOutcome>>.Handle(TCommand request, CancellationToken cancellationToken)
    {
        var result = await HandleAsync(request, cancellationToken);
        return result.Error is { } error ? error : new CommandOutcome(result.Value);
    }
}
