using MediatR;

namespace Crm.Application.Common.Messaging;

/// <summary>Changes aggregates and returns the content of the response. Does not save.</summary>
public interface ICommandHandler<in TCommand, TResponse> : IRequestHandler<TCommand, Result<CommandOutcome>>
    where TCommand : ICommand<TResponse>
    where TResponse : class
{
    Task<Result<Reply<TResponse>>> HandleAsync(TCommand command, CancellationToken ct);

    async Task<Result<CommandOutcome>> IRequestHandler<TCommand, Result<CommandOutcome>>.Handle(
        TCommand request, CancellationToken cancellationToken)
    {
        var result = await HandleAsync(request, cancellationToken);
        return result.Error is { } error ? error : new CommandOutcome(result.Value.Id) { Reply = result.Value };
    }
}
