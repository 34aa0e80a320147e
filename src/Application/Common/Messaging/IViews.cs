namespace Crm.Application.Common.Messaging;

/// <summary>Renders views on the unit of work's connection.</summary>
public interface IViews
{
    Task<RenderedResponse?> RenderAsync<TView>(Guid id, CancellationToken ct)
        where TView : class, IView;

    /// <summary>The view itself, for an answer that is made of several.</summary>
    Task<TView?> ReadAsync<TView>(Guid id, CancellationToken ct)
        where TView : class, IView;
}
