namespace Crm.Application.Common.Messaging;

/// <summary>A change that is answered with nothing but its success.</summary>
public interface ICommandWithoutView : ICommand
{
    Task<RenderedResponse?> ICommand.RenderAsync(IViews views, CommandOutcome outcome, CancellationToken ct) => Task.FromResult<RenderedResponse?>(null);
}
