using System.Buffers;
using System.Reflection;
using System.Text.Json.Nodes;
using Crm.Application.Common.Json;
using Crm.Domain.Roles;
using Microsoft.AspNetCore.Http.Metadata;

namespace Crm.Api.Http;

/// <summary>The raw body of a request that changes something, read once before the endpoint runs.</summary>
internal sealed class RequestBody
{
    /// <summary>The largest request body in bytes, unless the endpoint declares another limit.</summary>
    public const long MaxBytes = 1024 * 1024;

    private RequestBody(byte[] bytes) => Bytes = bytes;

    public byte[] Bytes { get; }

    public static RequestBody Of(HttpContext context) => context.Features.Get<RequestBody>() ?? new RequestBody([]);

    /// <summary>The largest body of this request in bytes.</summary>
    public static long LimitOf(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<BodyLimitMetadata>()?.MaxBytes ?? MaxBytes;

    /// <summary>Middleware: reads the body of POST, PUT and PATCH, so that the idempotency key can be bound to its raw bytes.</summary>
    public static Task ReadAsync(HttpContext context, RequestDelegate next) =>
        HttpMethods.IsPost(context.Request.Method) || HttpMethods.IsPut(context.Request.Method) ||
            HttpMethods.IsPatch(context.Request.Method)
            ? ReadThenAsync(context, next)
            : next(context);

    private static async Task ReadThenAsync(HttpContext context, RequestDelegate next)
    {
        var maxBytes = LimitOf(context);
        if (context.Request.ContentLength > maxBytes)
            throw new BadHttpRequestException("Too large.", StatusCodes.Status413PayloadTooLarge);
        var bytes = await ReadAllAsync(context, maxBytes);
        if (bytes.Length > 0 && !HasJsonType(context.Request))
            throw new BadHttpRequestException("Not JSON.", StatusCodes.Status415UnsupportedMediaType);
        context.Features.Set(new RequestBody(bytes));
        await next(context);
    }

    private static async Task<byte[]> ReadAllAsync(HttpContext context, long maxBytes)
    {
        var reader = context.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(context.RequestAborted);
            if (read.Buffer.Length > maxBytes)
            {
                reader.AdvanceTo(read.Buffer.End);
                throw new BadHttpRequestException("Too large.", StatusCodes.Status413PayloadTooLarge);
            }

            if (read.IsCompleted)
            {
                var bytes = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return bytes;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static bool HasJsonType(HttpRequest request)
    {
        if (!Microsoft.Net.Http.Headers.MediaTypeHeaderValue.TryParse(request.ContentType, out var type))
            return false;
        if (type.Charset.HasValue && !type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            return false;
        return type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase) ||
            (HttpMethods.IsPatch(request.Method) &&
                type.MediaType.Equals("application/merge-patch+json", StringComparison.OrdinalIgnoreCase));
    }
}

/// <summary>A command read from the body, strictly.</summary>
internal sealed record Body<T>(T Value)
{
    public static ValueTask<Body<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        _ = parameter;
        var bytes = RequestBody.Of(context).Bytes;
        var isOptional = bytes.Length == 0 && context.GetEndpoint()?.Metadata.GetMetadata<IAcceptsMetadata>() is { IsOptional: true };
        var json = StrictJson.ParseObject(isOptional ? "{}"u8 : bytes);
        if (json.Error is { } malformed)
            throw new ProblemException(malformed);
        var right = UseCase.Of(typeof(T)).Right;
        var mayImport = right is { } r &&
            context.RequestServices.GetRequiredService<ICurrentUser>().Caller?.May(r.Resource, RightAction.Import) == true;
        var value = StrictJson.Read<T>(json.Value, mayImport);
        return value.Error is { } error ? throw new ProblemException(error) : ValueTask.FromResult<Body<T>?>(new Body<T>(value.Value));
    }
}

/// <summary>The body of a PUT or PATCH of a record; the use case reads it together with the record's current state.</summary>
internal sealed record RecordBody(JsonObject Json)
{
    public static ValueTask<RecordBody?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        _ = parameter;
        var json = StrictJson.ParseObject(RequestBody.Of(context).Bytes);
        return json.Error is { } error ? throw new ProblemException(error) : ValueTask.FromResult<RecordBody?>(new RecordBody(json.Value));
    }
}

/// <summary>A query parameter that is <c>true</c> or <c>false</c>; false if it is absent.</summary>
internal sealed record QueryFlag(bool Value)
{
    public static ValueTask<QueryFlag?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        (string?)context.Request.Query[parameter.Name!] switch
        {
            "true" => ValueTask.FromResult<QueryFlag?>(new QueryFlag(true)),
            null or "false" => ValueTask.FromResult<QueryFlag?>(new QueryFlag(false)),
            _ => throw new ProblemException(ListErrors.InvalidValue(parameter.Name!, "must be true or false.")),
        };
}
