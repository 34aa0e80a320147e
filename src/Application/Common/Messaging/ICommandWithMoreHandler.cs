using MediatR;

namespace Crm.Application.Common.Messaging;

/// <summary>Changes aggregates and answers with the id of what is to be shown and what comes beside it. Saves nothing itself.</summary>
public interface ICommandWithMoreHandler<in TCommand, TView, TMore> : IRequestHandler<TCommand, Result<CommandOutcome>>
    where TCommand : ICommandWithMore<TView, TMore>
    where TView : class, IView
    where TMore : class
{
    Task<Result<Changed<TMore>>> HandleAsync(TCommand command, CancellationToken ct);

    async Task<Result<CommandOutcome>> IRequestHandler<TCommand, Result<CommandOutcome>>.Handle(TCommand request, CancellationToken cancellationToken)
    {
        var result = await HandleAsync(request, cancellationToken);
        return result.Error is { } error ? error : new CommandOutcome(result.Value.Id) { Value = result.Value.More };
    }
}
