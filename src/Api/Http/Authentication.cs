using Crm.Infrastructure.Security;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Crm.Api.Http;

/// <summary>Who a request comes from.</summary>
internal static class Authentication
{
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(5);

    public static void AddCrmAuthentication(this IServiceCollection services)
    {
        services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer();
        services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme).Configure<AccessTokens, TimeProvider>((options, tokens, time) =>
        {
            options.MapInboundClaims = false;
            options.TokenValidationParameters = new TokenValidationParameters
            {
                ValidIssuer = AccessTokens.Issuer,
                ValidAudience = AccessTokens.Audience,
                IssuerSigningKey = tokens.Key,
                ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
                // By the service's own clock, the one that tokens are issued by.
                LifetimeValidator = (from, to, _, _) =>
                    from is not null && to is not null && from <= time.GetUtcNow() + ClockSkew && to > time.GetUtcNow() - ClockSkew,
            };
            options.Events = new JwtBearerEvents { OnTokenValidated = FindCallerAsync };
        });
        // Everything needs credentials unless it says otherwise.
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
    }

    /// <summary>The token says who; what they may do is looked up, so that a change of rights holds at once.</summary>
    private static async Task FindCallerAsync(TokenValidatedContext context)
    {
        var rights = context.HttpContext.RequestServices.GetRequiredService<RightsCache>();
        var caller = Guid.TryParse(context.Principal?.FindFirst(JwtRegisteredClaimNames.Sub)?.Value, out var userId)
            ? await rights.FindAsync(userId, context.HttpContext.RequestAborted)
            : null;
        if (caller is null)
            context.Fail("The user is unknown or deactivated.");
        else
            context.HttpContext.Features.Set(caller);
    }
}
