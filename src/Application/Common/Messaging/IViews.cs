namespace Crm.Application.Common.Messaging;

/// <summary>Renders views on the unit of work's connection.</summary>
public interface IViews
{
    Task<RenderedResponse?> RenderAsync<TView>(Guid id, CancellationToken ct)
        where TView : class, IView;

    /// <summary>Reads the view itself, for a response with several views.</summary>
    Task<TView?> ReadAsync<TView>(Guid id, CancellationToken ct)
        where TView : class, IView;
}
