using System.Text.Json;
using Crm.Application.Common.Json;

namespace Crm.Application.Common.Messaging;

/// <summary>The content of a command's response. It is rendered after the change is saved, on the same connection.</summary>
public abstract class Reply
{
    private protected Reply(Guid id) => Id = id;

    /// <summary>The changed record.</summary>
    public Guid Id { get; }

    /// <summary>No body.</summary>
    public static Reply<NoContent> None(Guid id) => new(id, static (_, _) => Task.FromResult<RenderedResponse?>(null));

    /// <summary>The record as GET returns it.</summary>
    public static Reply<TView> View<TView>(Guid id)
        where TView : class, IView => new(id, (views, ct) => views.RenderAsync<TView>(id, ct));

    /// <summary>A value from the handler, such as counts or a result for each record.</summary>
    public static Reply<TResponse> Value<TResponse>(TResponse value, Guid id = default)
        where TResponse : class => new(id, (_, _) => Task.FromResult<RenderedResponse?>(Render(value))) { Content = value };

    /// <summary>A response of several parts. If it is a view, its version is that of the changed record.</summary>
    public static Reply<TResponse> Compose<TResponse>(Guid id, Func<IViews, CancellationToken, Task<TResponse>> compose)
        where TResponse : class => new(id, async (views, ct) => Render(await compose(views, ct)));

    internal abstract Task<RenderedResponse?> RenderAsync(IViews views, CancellationToken ct);

    private static RenderedResponse Render<TResponse>(TResponse response) =>
        new((response as IView)?.Version, JsonSerializer.SerializeToUtf8Bytes(response, CrmJson.Options));
}

/// <inheritdoc cref="Reply"/>
public sealed class Reply<TResponse> : Reply
    where TResponse : class
{
    private readonly Func<IViews, CancellationToken, Task<RenderedResponse?>> render;

    internal Reply(Guid id, Func<IViews, CancellationToken, Task<RenderedResponse?>> render)
        : base(id) => this.render = render;

    /// <summary>The value from the handler. Null if the response is read from the database.</summary>
    internal TResponse? Content { get; init; }

    internal override Task<RenderedResponse?> RenderAsync(IViews views, CancellationToken ct) => render(views, ct);
}
