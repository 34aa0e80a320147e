using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Crm.Api.Tests.Auth;

/// <summary>Tokens of a configured OpenID Connect authority.</summary>
[Category("Slow")]
public sealed class ExternalAuthorityTests : ApiTest
{
    private readonly RSA key = RSA.Create(2048);
    private WebApplication authority = null!;
    private TestHost service = null!;
    private string issuer = "";

    [OneTimeSetUp]
    public async Task Start_an_authority_and_a_service_that_trusts_it()
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        authority = builder.Build();
        authority.MapGet("/.well-known/openid-configuration", () => Results.Json(new Dictionary<string, object>
        {
            ["issuer"] = issuer,
            ["jwks_uri"] = $"{issuer}/keys",
        }));
        authority.MapGet("/keys", () =>
        {
            var jwk = JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(key.ExportParameters(false)) { KeyId = "test" });
            return Results.Json(new { keys = new[] { new { kty = jwk.Kty, kid = jwk.Kid, use = "sig", n = jwk.N, e = jwk.E } } });
        });
        await authority.StartAsync();
        issuer = authority.Urls.First();
        service = await TestHost.StartAsync(await (await TestCluster.GetAsync()).CreateDatabaseAsync(), service =>
        {
            service.Configuration["Oidc:Authority"] = issuer;
            service.Configuration["Oidc:Audience"] = "crm";
        });
    }

    [OneTimeTearDown]
    public async Task Stop_them()
    {
        await service.DisposeAsync();
        await authority.DisposeAsync();
        key.Dispose();
    }

    [Test]
    public async Task A_token_identifies_a_user_by_email_address()
    {
        var me = (await GetAsync(Sign(new() { ["email"] = "ADMIN@example.com", ["email_verified"] = true }))).Is(200);

        Assert.That(me["user"].GetProperty("username").GetString(), Is.EqualTo("admin"));
    }

    [Test]
    public async Task Tokens_of_the_service_itself_are_still_accepted() =>
        (await GetAsync(new ApiClient(service, Admin.Id).Token)).Is(200);

    [Test]
    public async Task A_token_of_a_user_unknown_to_the_service_is_rejected()
    {
        (await GetAsync(Sign(new() { ["email"] = "stranger@example.com", ["email_verified"] = true }))).IsProblem(401, "not_authenticated");
        (await GetAsync(Sign(new() { ["sub"] = Admin.Id.ToString() }))).IsProblem(401, "not_authenticated");
    }

    [Test]
    public async Task An_email_address_counts_only_if_the_authority_has_verified_it()
    {
        foreach (var verified in new object?[] { null, false, "false", "", 0, "yes" })
        {
            var claims = new Dictionary<string, object> { ["email"] = "admin@example.com" };
            if (verified is not null)
                claims["email_verified"] = verified;
            (await GetAsync(Sign(claims))).IsProblem(401, "not_authenticated");
        }

        (await GetAsync(Sign(new() { ["email"] = "admin@example.com", ["email_verified"] = "true" }))).Is(200);
    }

    [Test]
    public async Task Other_audiences_keys_algorithms_and_times_are_rejected()
    {
        var admin = new Dictionary<string, object> { ["email"] = "admin@example.com", ["email_verified"] = true };
        using var other = RSA.Create(2048);
        (await GetAsync(Sign(admin, audience: "another"))).IsProblem(401, "not_authenticated");
        (await GetAsync(Sign(
            admin, credentials: new(new RsaSecurityKey(other) { KeyId = "test" }, SecurityAlgorithms.RsaSha256)))).IsProblem(
                401, "not_authenticated");
        // The public key used as a shared secret.
        var secret = new SymmetricSecurityKey(key.ExportSubjectPublicKeyInfo()) { KeyId = "test" };
        (await GetAsync(Sign(admin, credentials: new(secret, SecurityAlgorithms.HmacSha256)))).IsProblem(401, "not_authenticated");
        (await GetAsync(Sign(admin, expires: DateTime.UtcNow.AddMinutes(-2)))).IsProblem(401, "not_authenticated");
        (await GetAsync(Sign(admin, from: "https://elsewhere.example.com"))).IsProblem(401, "not_authenticated");
    }

    [Test]
    public async Task Without_the_setting_no_external_token_is_accepted() =>
        (await SendAsync(Anonymous, Sign(new() { ["email"] = "admin@example.com", ["email_verified"] = true })))
            .IsProblem(401, "not_authenticated");

    private string Sign(
        Dictionary<string, object> claims, string audience = "crm", SigningCredentials? credentials = null, DateTime? expires = null,
        string? from = null) =>
        new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = from ?? issuer,
            Audience = audience,
            NotBefore = DateTime.UtcNow.AddMinutes(-10),
            IssuedAt = DateTime.UtcNow.AddMinutes(-10),
            Expires = expires ?? DateTime.UtcNow.AddMinutes(5),
            Claims = claims,
            SigningCredentials = credentials ??
                new SigningCredentials(new RsaSecurityKey(key) { KeyId = "test" }, SecurityAlgorithms.RsaSha256),
        });

    private Task<ApiResponse> GetAsync(string token) => SendAsync(new ApiClient(service, null), token);

    private static Task<ApiResponse> SendAsync(ApiClient client, string token)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/api/auth/me");
        request.Headers.Add("Authorization", $"Bearer {token}");
        return client.SendAsync(request);
    }
}
