using System.Security.Claims;
using Crm.Api.Hosting;
using Crm.Application.Common.Ports;
using Crm.Infrastructure.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Microsoft.Net.Http.Headers;

namespace Crm.Api.Http;

/// <summary>
/// Who a request comes from: by a token of this service, or of the one external authority that the configuration may name, or
/// by an API key.
/// </summary>
internal static class Authentication
{
    private const string Chosen = "Bearer";
    private const string Own = "Crm";
    private const string External = "Oidc";
    private const string ApiKey = "ApiKey";

    /// <summary>Asymmetric ones only: a token signed with a shared secret, or not at all, is nobody's.</summary>
    private static readonly string[] ExternalAlgorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    private static readonly JsonWebTokenHandler Reader = new();

    public static void AddCrmAuthentication(this IServiceCollection services, IConfiguration configuration)
    {
        var authority = configuration["Oidc:Authority"];
        var schemes = services.AddAuthentication(Chosen)
            .AddPolicyScheme(Chosen, null, options => options.ForwardDefaultSelector =
                context => context.Request.Headers.ContainsKey(ApiKeyAuthentication.Header) ? ApiKey
                    : authority is not null && IsForeign(context.Request) ? External : Own)
            .AddJwtBearer(Own)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyAuthentication>(ApiKey, null);
        services.AddOptions<JwtBearerOptions>(Own).Configure<AccessTokens, IClock>((options, tokens, clock) =>
        {
            options.MapInboundClaims = false;
            options.TokenValidationParameters = new TokenValidationParameters
            {
                ValidIssuer = AccessTokens.Issuer,
                ValidAudience = AccessTokens.Audience,
                IssuerSigningKey = tokens.Key,
                ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
                // By the clock that issued it.
                LifetimeValidator = (from, to, _, _) => IsCurrent(from, to, clock.Now.UtcDateTime),
            };
            options.Events = new JwtBearerEvents
            {
                OnTokenValidated = context => FindCallerAsync(
                    context, Guid.TryParse(context.Principal?.FindFirst(JwtRegisteredClaimNames.Sub)?.Value, out var userId) ? userId : null),
            };
        });
        if (authority is not null)
            schemes.AddJwtBearer(External, options => Configure(options, authority, configuration));
        // Everything needs credentials unless it says otherwise.
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
    }

    private static void Configure(JwtBearerOptions options, string authority, IConfiguration configuration)
    {
        if (!Uri.TryCreate(authority, UriKind.Absolute, out var uri) || !(uri.Scheme == Uri.UriSchemeHttps || uri.IsLoopback))
            throw new StartException("Oidc__Authority must be the https address of the authority, as its tokens name it as issuer.");
        var claim = configuration["Oidc:UserClaim"] ?? JwtRegisteredClaimNames.Email;
        options.Authority = authority;
        options.Audience = configuration["Oidc:Audience"]
            ?? throw new StartException("Set Oidc__Audience to the audience that the authority gives tokens for this service.");
        options.RequireHttpsMetadata = !uri.IsLoopback;
        options.MapInboundClaims = false;
        options.TokenValidationParameters = new TokenValidationParameters { ValidAlgorithms = ExternalAlgorithms, ClockSkew = TimeSpan.FromSeconds(30) };
        options.Events = new JwtBearerEvents
        {
            OnTokenValidated = async context =>
            {
                var rights = context.HttpContext.RequestServices.GetRequiredService<RightsCache>();
                var login = LoginOf(context.Principal, claim);
                await FindCallerAsync(context, login is null ? null : await rights.FindUserAsync(login, context.HttpContext.RequestAborted));
            },
        };
    }

    /// <summary>The user that the authority vouches for; it does not vouch for an address that it has not verified.</summary>
    private static string? LoginOf(ClaimsPrincipal? principal, string claim)
    {
        var unverified = claim == JwtRegisteredClaimNames.Email &&
            string.Equals(principal?.FindFirst("email_verified")?.Value, "false", StringComparison.OrdinalIgnoreCase);
        return unverified ? null : principal?.FindFirst(claim)?.Value is { Length: > 0 } login && !login.Contains('\0', StringComparison.Ordinal) ? login : null;
    }

    private static bool IsForeign(HttpRequest request)
    {
        var header = request.Headers[HeaderNames.Authorization].ToString();
        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            return false;
        try
        {
            return Reader.ReadJsonWebToken(header["Bearer ".Length..].Trim()).Issuer != AccessTokens.Issuer;
        }
        catch (Exception e) when (e is ArgumentException or SecurityTokenException)
        {
            return false;
        }
    }

    private static bool IsCurrent(DateTime? from, DateTime? to, DateTime now)
    {
        var skew = TimeSpan.FromSeconds(5);
        return (from is null || from <= now + skew) && to is not null && to > now - skew;
    }

    /// <summary>The token says who; what they may do is looked up, so that a change of rights holds at once.</summary>
    private static async Task FindCallerAsync(TokenValidatedContext context, Guid? userId)
    {
        var rights = context.HttpContext.RequestServices.GetRequiredService<RightsCache>();
        var caller = userId is null ? null : await rights.FindAsync(userId.Value, context.HttpContext.RequestAborted);
        if (caller is null)
            context.Fail("The user is unknown or deactivated.");
        else
            context.HttpContext.Features.Set(caller);
    }
}
