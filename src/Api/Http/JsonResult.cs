using System.Text.Json;
using Crm.Application.Common.Json;

namespace Crm.Api.Http;

/// <summary>An object as JSON, with the record's version as ETag.</summary>
internal sealed class JsonResult<T>(T value, long? version) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "application/json";
        if (version is not null)
            response.Headers.ETag = ETags.Of(version.Value);
        return JsonSerializer.SerializeAsync(response.BodyWriter, value, CrmJson.Options, httpContext.RequestAborted);
    }
}
