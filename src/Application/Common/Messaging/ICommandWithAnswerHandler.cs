using MediatR;

namespace Crm.Application.Common.Messaging;

/// <summary>Changes aggregates and answers with what is to be said. Saves nothing itself.</summary>
public interface ICommandWithAnswerHandler<in TCommand, TAnswer> : IRequestHandler<TCommand, Result<CommandOutcome>>
    where TCommand : ICommandWithAnswer<TAnswer>
    where TAnswer : class
{
    Task<Result<TAnswer>> HandleAsync(TCommand command, CancellationToken ct);

    async Task<Result<CommandOutcome>> IRequestHandler<TCommand, Result<CommandOutcome>>.Handle(TCommand request, CancellationToken cancellationToken)
    {
        var result = await HandleAsync(request, cancellationToken);
        return result.Error is { } error ? error : new CommandOutcome(Guid.Empty) { Value = result.Value };
    }
}
