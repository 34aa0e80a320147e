using System.Security.Claims;
using System.Text.Encodings.Web;
using Crm.Domain.ApiKeys;
using Crm.Infrastructure.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.Net.Http.Headers;

namespace Crm.Api.Http;

/// <summary>
/// Authenticates by an API key: the caller is the key's owner, with the permissions that both the owner's role and the key grant.
/// </summary>
internal sealed class ApiKeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, RightsCache rights, ApiKeyUse use)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Header = "X-Api-Key";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        // A request with two credentials is ambiguous; the service does not choose one.
        if (Request.Headers.ContainsKey(HeaderNames.Authorization))
            throw new ProblemException(ApiKeyErrors.Ambiguous);
        if (Request.Headers[Header] is not [{ } key] || await rights.FindByKeyAsync(key, Context.RequestAborted) is not { } caller)
            return AuthenticateResult.Fail("The key is unknown, expired or revoked, or its owner is deactivated.");
        await use.MarkAsync(caller.ApiKeyId!.Value, Context.RequestAborted);
        Context.Features.Set(caller);
        var identity = new ClaimsIdentity([new Claim(JwtRegisteredClaimNames.Sub, caller.UserId.ToString())], Scheme.Name);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name));
    }
}
