using System.IO.Compression;
using System.Text;

namespace Crm.Api.Tests.Conventions;

/// <summary>Responses are compressed, except those that show a secret.</summary>
[Category("Slow")]
public sealed class CompressionTests : ApiTest
{
    private string path = "";

    [SetUp]
    public async Task Create_a_company() =>
        path = $"/api/companies/{(await Admin.PostAsync("/api/companies", new { name = "Acme" })).Is(201).Id}";

    [TestCase("br")]
    [TestCase("gzip")]
    public async Task Records_lists_and_the_document_are_compressed_as_the_client_accepts(string coding)
    {
        foreach (var (address, accept) in new[]
        {
            (path, "application/json"), ("/api/companies", "application/json"), ("/api/reports", "text/csv"),
            ("/openapi/v1.json", "application/json"), ($"/api/companies/{Guid.NewGuid()}", "application/json"),
        })
        {
            var plain = await SendAsync(HttpMethod.Get, address, null, accept);
            var compressed = await SendAsync(HttpMethod.Get, address, coding, accept);

            Assert.That(compressed.Coding, Is.EqualTo(coding), address);
            Assert.That(plain.Coding, Is.Null, address);
            Assert.That(compressed.Vary.Concat(plain.Vary), Has.Exactly(2).EqualTo("Accept-Encoding"), address);
            Assert.That(WithoutTrace(Decode(compressed.Content, coding)), Is.EqualTo(WithoutTrace(Encoding.UTF8.GetString(plain.Content))));
            Assert.That(compressed.Tag is null, Is.EqualTo(plain.Tag is null));
            if (plain.Tag is null)
                continue;
            // A strong tag belongs to one sequence of bytes; both name the same content.
            Assert.That(compressed.Tag, Is.EqualTo($"{plain.Tag[..^1]}-{coding}\""));
            Assert.That((await SendAsync(HttpMethod.Get, address, coding, accept, compressed.Tag)).Status, Is.EqualTo(304));
            Assert.That((await SendAsync(HttpMethod.Head, address, coding, accept)).Tag, Is.EqualTo(compressed.Tag));
        }
    }

    [Test]
    public async Task A_tag_of_a_compressed_response_matches_for_a_change()
    {
        var compressed = await SendAsync(HttpMethod.Get, path, "gzip", "application/json");
        (await Admin.PatchAsync(path, new { city = "Bonn" }, ifMatch: compressed.Tag)).Is(200);
        (await Admin.PatchAsync(path, new { city = "Köln" }, ifMatch: compressed.Tag)).IsProblem(412, "version_mismatch");
    }

    [TestCase("identity")]
    [TestCase("gzip;q=0, br;q=0")]
    [TestCase("deflate")]
    [TestCase("")]
    public async Task Other_clients_get_plain_responses(string accepted) =>
        Assert.That((await SendAsync(HttpMethod.Get, path, accepted, "application/json")).Coding, Is.Null);

    [Test]
    public async Task Responses_that_show_a_secret_are_not_compressed()
    {
        (await Admin.PostAsync("/api/api-keys", new { name = "Key of a rather long name, so that it is worth compressing" })).Is(201);
        foreach (var address in new[] { "/api/api-keys", "/api/auth/me" })
        {
            var response = await SendAsync(HttpMethod.Get, address, "br, gzip", "application/json");
            Assert.That(response.Status, Is.EqualTo(200));
            Assert.That(response.Content, Has.Length.GreaterThan(256));
            Assert.That(response.Coding, Is.Null, address);
        }

        using var login = new HttpRequestMessage(HttpMethod.Post, "/api/auth/login")
        {
            Content = new StringContent(
                $$"""{"login": "admin", "password": "{{TestCluster.AdminPassword}}"}""", Encoding.UTF8, "application/json"),
        };
        login.Headers.TryAddWithoutValidation("Accept-Encoding", "br, gzip");
        var tokens = (await Anonymous.SendAsync(login)).Is(200);
        Assert.That(tokens.Header("Content-Encoding"), Is.Null);
        Assert.That(tokens["refreshToken"].GetString(), Is.Not.Empty);
    }

    private sealed record Received(int Status, string? Coding, string[] Vary, string? Tag, byte[] Content);

    private async Task<Received> SendAsync(HttpMethod method, string address, string? coding, string accept, string? known = null)
    {
        using var request = new HttpRequestMessage(method, address);
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {Admin.Token}");
        request.Headers.TryAddWithoutValidation("Accept", accept);
        if (coding is not null)
            request.Headers.TryAddWithoutValidation("Accept-Encoding", coding);
        if (known is not null)
            request.Headers.TryAddWithoutValidation("If-None-Match", known);
        using var response = await Host.Http.SendAsync(request);
        return new Received(
            (int)response.StatusCode, response.Content.Headers.ContentEncoding.SingleOrDefault(), [.. response.Headers.Vary],
            response.Headers.ETag?.ToString(), await response.Content.ReadAsByteArrayAsync());
    }

    /// <summary>A problem document has the trace id of its request.</summary>
    private static string WithoutTrace(string body) => body.Split("\"traceId\"")[0];

    private static string Decode(byte[] content, string coding)
    {
        using var stream = new MemoryStream(content);
        using Stream decoded =
            coding == "br" ? new BrotliStream(stream, CompressionMode.Decompress) : new GZipStream(stream, CompressionMode.Decompress);
        using var reader = new StreamReader(decoded);
        return reader.ReadToEnd();
    }
}
