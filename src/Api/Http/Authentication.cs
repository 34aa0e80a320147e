using System.Security.Claims;
using Crm.Infrastructure.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Crm.Api.Http;

/// <summary>
/// Authenticates requests: by a token of this service, by a token of the external authority that the configuration may name, or by an
/// API key.
/// </summary>
internal static class Authentication
{
    private const string DefaultScheme = "Bearer";
    private const string Own = "Crm";
    private const string External = "Oidc";
    private const string ApiKey = "ApiKey";

    /// <summary>Asymmetric algorithms only: a token that is not signed, or signed with a shared secret, is rejected.</summary>
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
        var schemes = services.AddAuthentication(DefaultScheme)
            .AddPolicyScheme(DefaultScheme, null, options => options.ForwardDefaultSelector =
                context => context.Request.Headers.ContainsKey(ApiKeyAuthentication.Header) ? ApiKey
                    : authority is not null && IsExternal(context.Request) ? External : Own)
            .AddJwtBearer(Own)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyAuthentication>(ApiKey, null);
        services.AddSingleton<ValidatedTokens>();
        services.AddOptions<JwtBearerOptions>(Own).Configure<AccessTokens, ValidatedTokens, IClock>((options, tokens, validated, clock) =>
        {
            options.MapInboundClaims = false;
            options.TokenValidationParameters = new TokenValidationParameters
            {
                ValidIssuer = AccessTokens.Issuer,
                ValidAudience = AccessTokens.Audience,
                IssuerSigningKey = tokens.Key,
                ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
                // The clock that issued the token decides.
                LifetimeValidator = (from, to, _, _) => ValidatedTokens.IsCurrent(from, to, clock.Now.UtcDateTime),
            };
            options.Events = new JwtBearerEvents
            {
                OnTokenValidated = async context =>
                {
                    Guid? id = Guid.TryParse(context.Principal?.FindFirst(JwtRegisteredClaimNames.Sub)?.Value, out var userId) ? userId
                        : null;
                    await FindCallerAsync(context, id);
                    if (id is not null && context.Result is null && BearerToken.TryRead(context.Request, out var token))
                        validated.Remember(token,
                            new ValidatedToken(userId, context.SecurityToken.ValidFrom, context.SecurityToken.ValidTo));
                },
            };
        });
        if (authority is not null)
            schemes.AddJwtBearer(External, options => Configure(options, authority, configuration));
    }

    private static void Configure(JwtBearerOptions options, string authority, IConfiguration configuration)
    {
        if (!Uri.TryCreate(authority, UriKind.Absolute, out var uri) || !(uri.Scheme == Uri.UriSchemeHttps || uri.IsLoopback))
            throw new StartException("Oidc__Authority must be the https address of the authority, exactly as in the issuer of its tokens.");
        var claim = configuration["Oidc:UserClaim"] ?? JwtRegisteredClaimNames.Email;
        options.Authority = authority;
        options.Audience = configuration["Oidc:Audience"]
            ?? throw new StartException("Set Oidc__Audience to the audience of the tokens that the authority issues for this service.");
        options.RequireHttpsMetadata = !uri.IsLoopback;
        options.MapInboundClaims = false;
        options.TokenValidationParameters =
            new TokenValidationParameters { ValidAlgorithms = ExternalAlgorithms, ClockSkew = TimeSpan.FromSeconds(30) };
        options.Events = new JwtBearerEvents
        {
            OnTokenValidated = async context =>
            {
                var rights = RightsOf(context.HttpContext);
                var login = LoginOf(context.Principal, claim);
                await FindCallerAsync(
                    context, login is null ? null : await rights.FindUserAsync(login, context.HttpContext.RequestAborted));
            },
        };
    }

    /// <summary>The login in the token's claim; null for an e-mail address unless the authority says that it has verified it: many let
    /// their users enter any address.</summary>
    private static string? LoginOf(ClaimsPrincipal? principal, string claim)
    {
        if (claim == JwtRegisteredClaimNames.Email && !string.Equals(
            principal?.FindFirst(JwtRegisteredClaimNames.EmailVerified)?.Value, "true", StringComparison.OrdinalIgnoreCase))
            return null;
        var values = principal?.FindAll(claim).Select(c => c.Value).ToList();
        return values is [{ Length: > 0 } login] && TextRules.IsClean(login) ? login : null;
    }

    private static RightsCache RightsOf(HttpContext context) => context.RequestServices.GetRequiredService<RightsCache>();

    private static bool IsExternal(HttpRequest request)
    {
        if (!BearerToken.TryRead(request, out var token))
            return false;
        try
        {
            return Reader.ReadJsonWebToken(token).Issuer != AccessTokens.Issuer;
        }
        catch (Exception e) when (e is ArgumentException or SecurityTokenException)
        {
            return false;
        }
    }

    /// <summary>The token only identifies the user; permissions are looked up, so that a change of them takes effect at once.</summary>
    private static async Task FindCallerAsync(TokenValidatedContext context, Guid? userId)
    {
        var caller = userId is null ? null
            : await RightsOf(context.HttpContext).FindAsync(userId.Value, context.HttpContext.RequestAborted);
        if (caller is null)
            context.Fail("The user is unknown or deactivated.");
        else
            context.HttpContext.Features.Set(caller);
    }
}
