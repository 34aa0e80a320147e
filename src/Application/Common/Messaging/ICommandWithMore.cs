using System.Text.Json;
using Crm.Application.Common.Json;

namespace Crm.Application.Common.Messaging;

/// <summary>A change that is answered with the view of what it changed and with what its handler alone knows: a secret, warnings.</summary>
/// <typeparam name="TView">What a GET of the record shows.</typeparam>
/// <typeparam name="TMore">What comes beside it.</typeparam>
public interface ICommandWithMore<TView, TMore> : ICommand
    where TView : class, IView
    where TMore : class
{
    /// <summary>Both in one.</summary>
    object AnswerOf(TView view, TMore more);

    async Task<RenderedResponse?> ICommand.RenderAsync(IViews views, CommandOutcome outcome, CancellationToken ct)
    {
        var view = await views.ReadAsync<TView>(outcome.Id, ct);
        return view is null ? null : new RenderedResponse(view.Version, JsonSerializer.SerializeToUtf8Bytes(AnswerOf(view, (TMore)outcome.Value!), CrmJson.Options));
    }
}
