using MediatR;

namespace Crm.Application.Common.Behaviours;

/// <summary>
/// Executes a command as one transaction: idempotency key, handler, save, response, store the response, commit. An error saves nothing.
/// </summary>
internal sealed class UnitOfWorkBehaviour<TCommand>(
    IUnitOfWork unitOfWork, IViews views, IRequestContext request, ICurrentUser user, IdempotencyStore keys, AfterRollback rollback)
    : IPipelineBehavior<TCommand, Result<CommandOutcome>>
    where TCommand : IRequest<Result<CommandOutcome>>
{
    private static readonly string Name = UseCase.Of(typeof(TCommand)).Name;

    public async Task<Result<CommandOutcome>> Handle(
        TCommand request, CancellationToken cancellationToken, RequestHandlerDelegate<Result<CommandOutcome>> next)
    {
        var result = await unitOfWork.RunAsync(
            new CommandInfo(Name, (request as IBackdated)?.EffectiveAt, request is IDryRun { DryRun: true }),
            ct => RunAsync(request, next, ct), cancellationToken);
        if (result.Error is not null)
            await rollback.RunAsync();
        return result;
    }

    private async Task<Result<CommandOutcome>> RunAsync(
        TCommand command, RequestHandlerDelegate<Result<CommandOutcome>> next, CancellationToken ct)
    {
        var key = user.Caller is null || command is INestedCommand or IDryRun { DryRun: true } ? null : request.IdempotencyKey;
        if (key is not null)
        {
            var earlier = await keys.FindAsync(user.Required.UserId, key, ct);
            if (earlier.Error is { } error)
                return error;
            if (earlier.Value.Outcome is { } replayed)
                return replayed;
        }

        var result = await next();
        if (result.Error is not null)
            return result;
        await unitOfWork.SaveAsync(ct);
        var outcome = result.Value with { Response = await result.Value.Reply!.RenderAsync(views, ct) };
        if (key is not null)
            await keys.StoreAsync(user.Required.UserId, key, outcome, ct);
        return outcome;
    }
}
