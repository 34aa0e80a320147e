using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;

namespace Crm.Api.Http;

/// <summary>
/// Authenticates the caller, and rejects anonymous requests unless the endpoint allows them. It replaces the framework's middleware for
/// authentication and authorization, which took a tenth of the time of a short request (docs/performance.md): permissions are checked by
/// the use case, so the only check here is whether there is a caller.
/// </summary>
internal sealed class CallerMiddleware(RequestDelegate next, ValidatedTokens validated)
{
    public async Task InvokeAsync(HttpContext context)
    {
        // A key together with a token is an error, which the scheme of API keys reports.
        if (context.Request.Headers.ContainsKey(ApiKeyAuthentication.Header))
            await context.AuthenticateAsync();
        else if (BearerToken.TryRead(context.Request, out var token))
        {
            if (await validated.FindCallerAsync(token, context.RequestAborted) is { } known)
                context.Features.Set(known);
            else
                await context.AuthenticateAsync();
        }

        if (context.Features.Get<Caller>() is null && context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is null)
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        else
            await next(context);
    }
}

internal static class CallerMiddlewareExtensions
{
    public static void UseCallers(this IApplicationBuilder app)
    {
        // Otherwise the host adds the framework's authentication middleware before all others.
        app.Properties["__AuthenticationMiddlewareSet"] = true;
        app.UseMiddleware<CallerMiddleware>();
    }
}
