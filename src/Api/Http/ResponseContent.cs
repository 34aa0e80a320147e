namespace Crm.Api.Http;

/// <summary>Writes the content of a response, or 304 if the client already has it.</summary>
internal static class ResponseContent
{
    public static Task WriteAsync(HttpContext context, string mediaType, ReadOnlyMemory<byte> content, string? etag)
    {
        var response = context.Response;
        if (etag is not null)
        {
            response.Headers.ETag = etag;
            if (response.StatusCode == StatusCodes.Status200OK && ETags.IsCurrent(context.Request, etag))
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                return Task.CompletedTask;
            }
        }

        response.ContentType = mediaType;
        response.ContentLength = content.Length;
        return response.Body.WriteAsync(content, context.RequestAborted).AsTask();
    }
}
