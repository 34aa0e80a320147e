using Crm.Application.Common.Messaging;
using Crm.Application.Common.Ports;
using Crm.Domain.Common;
using MediatR;

namespace Crm.Application.Common.Behaviours;

/// <summary>
/// Runs a command as one transaction: idempotency key, handler, save, answer, key stored, commit. A failed result saves nothing.
/// </summary>
internal sealed class UnitOfWorkBehaviour<TCommand>(
    IUnitOfWork unitOfWork, IViews views, IRequestContext request, ICurrentUser user, IdempotencyStore keys) : IPipelineBehavior<TCommand, Result<Outcome>>
    where TCommand : ICommand
{
    private static readonly string Name = UseCase.NameOf(typeof(TCommand));

    public Task<Result<Outcome>> Handle(TCommand request, CancellationToken cancellationToken, RequestHandlerDelegate<Result<Outcome>> next) =>
        unitOfWork.RunAsync(
            new CommandInfo(Name, (request as IDatedBack)?.EffectiveAt, request is IDryRun { DryRun: true }), ct => RunAsync(request, next, ct), cancellationToken);

    private async Task<Result<Outcome>> RunAsync(TCommand command, RequestHandlerDelegate<Result<Outcome>> next, CancellationToken ct)
    {
        var key = user.Caller is null || command is IStep or IDryRun { DryRun: true } ? null : request.IdempotencyKey;
        if (key is not null)
        {
            var earlier = await keys.FindAsync(user.Required.UserId, key, ct).ConfigureAwait(false);
            if (earlier.Error is { } error)
                return error;
            if (earlier.Value.Outcome is { } replayed)
                return replayed;
        }

        var result = await next().ConfigureAwait(false);
        if (result.Error is not null)
            return result;
        await unitOfWork.SaveAsync(ct).ConfigureAwait(false);
        var outcome = result.Value with { Answer = await command.RenderAsync(views, result.Value, ct).ConfigureAwait(false) };
        if (key is not null)
            await keys.StoreAsync(user.Required.UserId, key, outcome, ct).ConfigureAwait(false);
        return outcome;
    }
}
