using System.Buffers.Text;
using System.Text;
using Crm.Application.Common.Ports;
using Crm.Infrastructure.Security;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Crm.Api.Tests.Auth;

/// <summary>Which tokens are taken.</summary>
public sealed class AccessTokenTests : ApiTest
{
    [Test]
    public async Task A_token_is_good_for_a_quarter_of_an_hour()
    {
        var token = Admin.Token;
        (await GetAsync(token)).Is(200);
        Clock.Advance(TimeSpan.FromMinutes(14));
        (await GetAsync(token)).Is(200);
        Clock.Advance(TimeSpan.FromMinutes(2));

        (await GetAsync(token)).IsProblem(401, "not_authenticated");
    }

    [Test]
    public async Task What_this_service_did_not_sign_is_refused()
    {
        var payload = Admin.Token.Split('.')[1];
        string[] tokens =
        [
            "",
            "garbage",
            "a.b.c",
            $"{Encode("""{"alg":"none","typ":"JWT"}""")}.{payload}.",
            $"{Encode("""{"alg":"HS256","typ":"JWT"}""")}.{payload}.{Encode("signature")}",
            Admin.Token[..^6] + "AAAAAA",
            Sign(new SymmetricSecurityKey(new byte[32]), "crm", "crm-api"),
            Sign(Host.Services.GetRequiredService<AccessTokens>().Key, "another", "crm-api"),
            Sign(Host.Services.GetRequiredService<AccessTokens>().Key, "crm", "another"),
        ];

        foreach (var token in tokens)
        {
            var answer = (await GetAsync(token)).IsProblem(401, "not_authenticated");
            Assert.That(answer.Header("WWW-Authenticate"), Does.StartWith("Bearer"));
        }
    }

    [Test]
    public async Task A_token_of_an_unknown_user_is_refused() =>
        (await GetAsync(Host.Services.GetRequiredService<IAccessTokens>().Issue(Guid.CreateVersion7(), Clock.Now))).IsProblem(401, "not_authenticated");

    [Test]
    public async Task A_bad_token_does_not_stand_in_the_way_of_logging_in()
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/auth/login")
        {
            Content = new StringContent($$"""{"login": "admin", "password": "{{TestCluster.AdminPassword}}"}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Authorization", "Bearer garbage");

        (await Anonymous.SendAsync(request)).Is(200);
    }

    private string Sign(SecurityKey key, string issuer, string audience) => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
    {
        Issuer = issuer,
        Audience = audience,
        NotBefore = Clock.Now.UtcDateTime,
        Expires = Clock.Now.UtcDateTime.AddMinutes(5),
        Claims = new Dictionary<string, object> { ["sub"] = Admin.Id.ToString() },
        SigningCredentials = new SigningCredentials(key, SecurityAlgorithms.HmacSha256),
    });

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private Task<ApiResponse> GetAsync(string token)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/api/auth/me");
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        return Anonymous.SendAsync(request);
    }
}
