using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Crm.Infrastructure.Security;

/// <summary>JSON web tokens, signed with HMAC-SHA256. They contain the user only; permissions are looked up.</summary>
public sealed class AccessTokens(ServiceKeys keys) : IAccessTokens
{
    public const string Issuer = "crm";
    public const string Audience = "crm-api";

    private readonly SigningCredentials credentials = new(new SymmetricSecurityKey(keys.AccessTokens), SecurityAlgorithms.HmacSha256);
    private readonly JsonWebTokenHandler handler = new();

    public TimeSpan Lifetime => TimeSpan.FromMinutes(15);

    public SecurityKey Key => credentials.Key;

    public string Issue(Guid userId, DateTimeOffset now) => handler.CreateToken(new SecurityTokenDescriptor
    {
        Issuer = Issuer,
        Audience = Audience,
        IssuedAt = now.UtcDateTime,
        NotBefore = now.UtcDateTime,
        Expires = (now + Lifetime).UtcDateTime,
        Claims = new Dictionary<string, object> { [JwtRegisteredClaimNames.Sub] = userId.ToString() },
        SigningCredentials = credentials,
    });
}
