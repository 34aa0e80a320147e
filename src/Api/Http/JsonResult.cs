using System.Text.Json;
using Crm.Application.Common.Json;

namespace Crm.Api.Http;

/// <summary>An object as JSON; a record with its ETag.</summary>
internal sealed class JsonResult<T>(T value, long? version) : IResult
{
    private const string Json = "application/json";

    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (version is not null)
        {
            var json = JsonSerializer.SerializeToUtf8Bytes(value, CrmJson.Options);
            return ResponseContent.WriteAsync(httpContext, Json, json, ETags.Of(version, json));
        }

        httpContext.Response.ContentType = Json;
        return JsonSerializer.SerializeAsync(httpContext.Response.BodyWriter, value, CrmJson.Options, httpContext.RequestAborted);
    }
}
