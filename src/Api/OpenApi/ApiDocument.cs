using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Crm.Api.OpenApi;

/// <summary>The OpenAPI document and the page that shows it.</summary>
internal static class ApiDocument
{
    public const string Version = "1.0.0";

    private const string Name = "v1";

    public static void AddApiDocument(this IServiceCollection services)
    {
        services.AddOpenApi(Name, options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.AddDocumentTransformer<ApiDocumentTransformer>();
        });
        services.AddSingleton<RenderedDocument>();
    }

    public static void MapApiDocument(this IEndpointRouteBuilder app)
    {
        app.MapGet(PublicPaths.Document, ServeAsync).AllowAnonymous().ExcludeFromDescription();
        // The service has no pages of its own yet.
        app.MapGet("/", () => Results.Redirect(PublicPaths.Page)).AllowAnonymous().ExcludeFromDescription();
    }

    /// <summary>Serves the page from resources of the program.</summary>
    public static void UseApiPage(this IApplicationBuilder app) =>
        app.UseWhen(context => context.Request.Path.StartsWithSegments(PublicPaths.Page), branch => branch.UseSwaggerUI(page =>
    {
        page.RoutePrefix = PublicPaths.Page[1..];
        page.DocumentTitle = "Crm API";
        page.SwaggerEndpoint(PublicPaths.Document, "Crm API v1");
        page.EnableDeepLinking();
        page.EnableFilter();
        page.DisplayOperationId();
        page.DefaultModelsExpandDepth(0);
        page.ConfigObject.AdditionalItems["docExpansion"] = "none";
    }));

    private static async Task ServeAsync(RenderedDocument document, HttpContext context)
    {
        var (json, etag) = await document.GetAsync(context.RequestAborted);
        await ResponseContent.WriteAsync(context, "application/json", json, etag);
    }
}

/// <summary>The document as it is served: rendered once, at the first request.</summary>
internal sealed class RenderedDocument([FromKeyedServices("v1")] IOpenApiDocumentProvider provider) : IDisposable
{
    private readonly SemaphoreSlim singleRendering = new(1, 1);
    private (byte[] Json, string ETag)? rendered;

    public async Task<(byte[] Json, string ETag)> GetAsync(CancellationToken ct)
    {
        if (rendered is { } known)
            return known;
        await singleRendering.WaitAsync(ct);
        try
        {
            return rendered ??= await RenderAsync(ct);
        }
        finally
        {
            singleRendering.Release();
        }
    }

    public void Dispose() => singleRendering.Dispose();

    private async Task<(byte[] Json, string ETag)> RenderAsync(CancellationToken ct)
    {
        var document = await provider.GetOpenApiDocumentAsync(ct);
        using var stream = new MemoryStream();
        await document.SerializeAsJsonAsync(stream, OpenApiSpecVersion.OpenApi3_1, ct);
        var json = stream.ToArray();
        return (json, ETags.Of(null, json));
    }
}
