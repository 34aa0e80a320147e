using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Crm.Api.Http;

/// <summary>
/// Compresses responses, except those that show a secret: the length of a compressed response reveals whether a part of it that a client
/// chose equals a secret part.
/// </summary>
internal sealed class Compression(IServiceProvider services, IOptions<ResponseCompressionOptions> options)
    : ResponseCompressionProvider(services, options)
{
    /// <summary>The content codings, the preferred one first.</summary>
    public static readonly string[] Codings = ["br", "gzip"];

    /// <summary>Below this length, compression saves nothing.</summary>
    private const int MinBytes = 256;

    /// <summary>Whether a response of this endpoint may be compressed.</summary>
    public static bool AppliesTo(Endpoint? endpoint) => endpoint?.Metadata.GetMetadata<ShowsSecretMetadata>() is null;

    public override bool ShouldCompressResponse(HttpContext context) =>
        AppliesTo(context.GetEndpoint()) && !(context.Response.ContentLength < MinBytes) && base.ShouldCompressResponse(context);

    public override ICompressionProvider? GetCompressionProvider(HttpContext context)
    {
        var provider = base.GetCompressionProvider(context);
        if (provider is not null && context.Response.Headers.ETag is [{ } tag])
            context.Response.Headers.ETag = ETags.Encoded(tag, provider.EncodingName);
        return provider;
    }
}

/// <summary>The endpoint's responses show a secret; they are not compressed.</summary>
internal sealed class ShowsSecretMetadata;

internal static class CompressionExtensions
{
    public static void AddCompression(this IServiceCollection services)
    {
        services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.MimeTypes = ["application/json", Problems.MediaType, RequestValidation.Csv];
        });
        services.Replace(ServiceDescriptor.Singleton<IResponseCompressionProvider, Compression>());
    }

    /// <summary>A response that could have been compressed differs by what the client accepts, also if it was not compressed.</summary>
    public static void AddVary(this HttpResponse response)
    {
        var names = response.Headers.GetCommaSeparatedValues(HeaderNames.Vary);
        if (Compression.AppliesTo(response.HttpContext.GetEndpoint()) &&
            !names.Contains(HeaderNames.AcceptEncoding, StringComparer.OrdinalIgnoreCase))
            response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
    }
}
