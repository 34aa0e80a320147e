using System.Net.Http.Headers;
using System.Text;
using Crm.Application.Common.Ports;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Api.Tests.Support;

/// <summary>Calls the service as one user, with a new token for each request.</summary>
/// <param name="host">The service.</param>
/// <param name="userId">The user; null for anonymous requests.</param>
public sealed class ApiClient(TestHost host, Guid? userId)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>The user's id.</summary>
    public Guid Id => userId ?? throw new InvalidOperationException("The client is anonymous.");

    /// <summary>The value of the header X-Api-Key, if any.</summary>
    public string? ApiKey { get; init; }

    /// <summary>A new access token.</summary>
    public string Token => host.Services.GetRequiredService<IAccessTokens>().Issue(Id, host.Clock.Now);

    public Task<ApiResponse> GetAsync(string path, string? accept = null) => SendAsync(HttpMethod.Get, path, null, accept: accept);

    /// <param name="path">Path and query.</param>
    /// <param name="body">A string or bytes are sent unchanged, anything else as JSON; null sends no body.</param>
    /// <param name="key">The value of Idempotency-Key.</param>
    /// <param name="ifMatch">The value of If-Match, with quotes.</param>
    /// <param name="mediaType">The media type of the body.</param>
    public Task<ApiResponse> PostAsync(
        string path, object? body = null, string? key = null, string? ifMatch = null, string mediaType = "application/json") =>
        SendAsync(HttpMethod.Post, path, body, key, ifMatch, mediaType);

    /// <inheritdoc cref="PostAsync" />
    public Task<ApiResponse> PutAsync(string path, object? body, string? ifMatch = null, string mediaType = "application/json") =>
        SendAsync(HttpMethod.Put, path, body, null, ifMatch, mediaType);

    /// <inheritdoc cref="PostAsync" />
    public Task<ApiResponse> PatchAsync(
        string path, object? body, string? key = null, string? ifMatch = null, string mediaType = "application/merge-patch+json") =>
        SendAsync(HttpMethod.Patch, path, body, key, ifMatch, mediaType);

    public Task<ApiResponse> DeleteAsync(string path, string? ifMatch = null) => SendAsync(HttpMethod.Delete, path, null, null, ifMatch);

    public Task<ApiResponse> SendAsync(
        HttpMethod method, string path, object? body, string? key = null, string? ifMatch = null, string mediaType = "application/json",
        string? accept = null)
    {
        var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body switch
            {
                byte[] bytes => bytes,
                string text => Encoding.UTF8.GetBytes(text),
                _ => JsonSerializer.SerializeToUtf8Bytes(body, Json),
            });
            request.Content.Headers.TryAddWithoutValidation("Content-Type", mediaType);
        }

        if (key is not null)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        if (accept is not null)
            request.Headers.TryAddWithoutValidation("Accept", accept);
        return SendAsync(request);
    }

    /// <summary>Sends any request. Adds the token unless the request has an Authorization header.</summary>
    public async Task<ApiResponse> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            if (userId is not null && request.Headers.Authorization is null)
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
            if (ApiKey is not null)
                request.Headers.TryAddWithoutValidation("X-Api-Key", ApiKey);
            using var response = await host.Http.SendAsync(request);
            return new ApiResponse(
                $"{request.Method} {request.RequestUri}",
                response,
                await response.Content.ReadAsStringAsync(),
                host.Log);
        }
    }
}
