using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;

namespace Crm.Api.Http;

/// <summary>
/// Finds out who calls, and refuses whoever is nobody unless the endpoint lets everybody in. It takes the place of the framework's
/// middleware for authentication and authorization, which took a tenth of a short request (docs/performance.md): what a caller may do
/// is decided at the use case, so that all that is left to decide here is whether there is one.
/// </summary>
internal sealed class CallerMiddleware(RequestDelegate next, ValidatedTokens validated)
{
    public async Task InvokeAsync(HttpContext context)
    {
        // A key beside a token is an error, which the key's scheme tells.
        if (!context.Request.Headers.ContainsKey(ApiKeyAuthentication.Header) && await validated.FindCallerAsync(context.Request) is { } known)
            context.Features.Set(known);
        else
            await context.AuthenticateAsync();
        if (context.Features.Get<Caller>() is null && context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is null)
            await context.ChallengeAsync();
        else
            await next(context);
    }
}

internal static class CallerMiddlewareExtensions
{
    public static void UseCallers(this IApplicationBuilder app)
    {
        // Else the host puts the framework's own before everything.
        app.Properties["__AuthenticationMiddlewareSet"] = true;
        app.UseMiddleware<CallerMiddleware>();
    }
}
