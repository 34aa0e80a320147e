using MediatR;

namespace Crm.Application.Common.Messaging;

/// <summary>A change, run as one transaction by the unit of work.</summary>
public interface ICommand : IRequest<Result<CommandOutcome>>
{
    /// <summary>Renders the answer once the change is saved, on the same connection; null where there is none.</summary>
    Task<RenderedResponse?> RenderAsync(IViews views, CommandOutcome outcome, CancellationToken ct);
}

/// <summary>A change that is answered with the view of what it changed.</summary>
/// <typeparam name="TView">What a GET of the record shows; read by the one <see cref="IViewReader{TView}"/>.</typeparam>
public interface ICommand<TView> : ICommand
    where TView : class, IView
{
    Task<RenderedResponse?> ICommand.RenderAsync(IViews views, CommandOutcome outcome, CancellationToken ct) => views.RenderAsync<TView>(outcome.Id, ct);
}
