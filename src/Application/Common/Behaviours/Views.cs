using System.Text.Json;
using Crm.Application.Common.Json;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Application.Common.Behaviours;

/// <summary>Renders views on the unit of work's connection, with the SQL of the aggregate's GET.</summary>
internal sealed class Views(IServiceProvider services, IWriteDb db, ICurrentUser user) : IViews
{
    public async Task<RenderedResponse?> RenderAsync<TView>(Guid id, CancellationToken ct)
        where TView : class, IView
    {
        var view = await ReadAsync<TView>(id, ct);
        return view is null ? null : new RenderedResponse(view.Version, JsonSerializer.SerializeToUtf8Bytes(view, CrmJson.Options));
    }

    public Task<TView?> ReadAsync<TView>(Guid id, CancellationToken ct)
        where TView : class, IView =>
        services.GetRequiredService<IViewReader<TView>>().ReadAsync(db, id, RecordScope.Everything(user.Required), ct);
}
