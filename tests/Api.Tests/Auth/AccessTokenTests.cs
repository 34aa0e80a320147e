using System.Buffers.Text;
using System.Text;
using Crm.Api.Http;
using Crm.Application.Common.Ports;
using Crm.Infrastructure.Security;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Crm.Api.Tests.Auth;

/// <summary>Which access tokens are accepted.</summary>
public sealed class AccessTokenTests : ApiTest
{
    [Test]
    public async Task A_token_is_valid_for_a_quarter_of_an_hour()
    {
        var token = Admin.Token;
        (await GetAsync(token)).Is(200);
        Clock.Advance(TimeSpan.FromMinutes(14));
        (await GetAsync(token)).Is(200);
        Clock.Advance(TimeSpan.FromMinutes(2));

        (await GetAsync(token)).IsProblem(401, "not_authenticated");
    }

    [Test]
    public async Task Tokens_not_signed_by_the_service_are_rejected()
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
            var response = (await GetAsync(token)).IsProblem(401, "not_authenticated");
            Assert.That(response.Header("WWW-Authenticate"), Does.StartWith("Bearer"));
        }
    }

    [Test]
    public async Task A_token_of_an_unknown_user_is_rejected() =>
        (await GetAsync(Host.Services.GetRequiredService<IAccessTokens>().Issue(Guid.CreateVersion7(), Clock.Now))).IsProblem(
            401, "not_authenticated");

    [Test]
    public async Task A_login_with_an_invalid_token_succeeds()
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/auth/login")
        {
            Content = new StringContent(
                $$"""{"login": "admin", "password": "{{TestCluster.AdminPassword}}"}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Authorization", "Bearer garbage");

        (await Anonymous.SendAsync(request)).Is(200);
    }

    [Test]
    public async Task The_header_has_one_form_and_the_cache_one_entry_for_a_token()
    {
        var (token, cache) = (Admin.Token, Host.Services.GetRequiredService<ValidatedTokens>());
        (await SendAsync($"Bearer {token}")).Is(200);
        var cached = cache.Count;
        (await SendAsync($"bearer {token}")).Is(200);
        foreach (var header in new[]
        {
            $"Bearer  {token}", $"Bearer {new string(' ', 1000)}{token}", $"Bearer\t{token}", $"Bearer {token}=", $"Bearer {token}, x",
            $"Bearer {token},Bearer {token}", $"Bearer {token} x", $"Bearer{token}", token, $"Basic {token}", "Bearer", "Bearer ",
            $"Bearer {token}.{new string('a', 9000)}", "",
        })
        {
            (await SendAsync(header)).IsProblem(401, "not_authenticated");
        }

        (await SendAsync($"Bearer {token}", $"Bearer {token}")).IsProblem(401, "not_authenticated");
        (await SendAsync($"Bearer {token}", "Basic eDp5")).IsProblem(401, "not_authenticated");
        Assert.That(cache.Count, Is.EqualTo(cached));
    }

    [Test]
    [Category("Slow")]
    public void The_cache_of_validated_tokens_is_bounded()
    {
        var cache = Host.Services.GetRequiredService<ValidatedTokens>();
        for (var i = 0; i < 3 * ValidatedTokens.Capacity; i++)
            cache.Remember($"token-{i}", new ValidatedToken(Guid.Empty, DateTime.MinValue, DateTime.MinValue));
        Assert.That(cache.Count, Is.InRange(1, ValidatedTokens.Capacity));
    }

    private Task<ApiResponse> SendAsync(params string[] authorization)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/api/auth/me");
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        return Anonymous.SendAsync(request);
    }

    private string Sign(SecurityKey key, string issuer, string audience) =>
        new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
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
