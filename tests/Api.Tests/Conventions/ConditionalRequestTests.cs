using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Api.Tests.Conventions;

/// <summary>HEAD, ETag and If-None-Match (RFC 9110).</summary>
[Category("Slow")]
public sealed class ConditionalRequestTests : ApiTest
{
    private string path = "";

    [SetUp]
    public async Task Create_a_company() =>
        path = $"/api/companies/{(await Admin.PostAsync("/api/companies", new { name = "Acme", ownerId = Admin.Id })).Is(201).Id}";

    [Test]
    public async Task Head_is_get_without_content()
    {
        foreach (var (address, client) in new[]
        {
            (path, Admin), ("/api/companies?limit=1&count=exact", Admin), ("/api/reports", Admin), ("/api/companies/nothing", Admin),
            ("/api/companies?nmae=x", Admin), ($"/api/companies/{Guid.NewGuid()}", Admin), (path, Anonymous),
            ("/openapi/v1.json", Anonymous), ("/health/live", Anonymous), ("/health/ready/reads", Anonymous),
            ("/docs/index.html", Anonymous),
        })
        {
            var get = await client.GetAsync(address);
            var head = await client.SendAsync(HttpMethod.Head, address, null);

            Assert.That(head.Status, Is.EqualTo(get.Status), address);
            Assert.That(head.Body, Is.Empty, address);
            foreach (var header in new[] { "ETag", "Content-Type", "Cache-Control", "Vary", "WWW-Authenticate" })
                Assert.That(head.Header(header), Is.EqualTo(get.Header(header)), $"{header} of {address}");
            if (get.ETag is not null && !address.StartsWith("/docs", StringComparison.Ordinal))
                Assert.That(head.Header("Content-Length"), Is.EqualTo(get.Header("Content-Length")).And.Not.Null, address);
        }
    }

    [Test]
    public void Each_endpoint_that_accepts_get_accepts_head()
    {
        var methods = Host.Services.GetRequiredService<EndpointDataSource>().Endpoints
            .Select(e => e.Metadata.GetMetadata<HttpMethodMetadata>()).OfType<HttpMethodMetadata>().ToArray();

        Assert.That(methods.Count(m => m.HttpMethods.Contains("GET")), Is.GreaterThan(50));
        Assert.That(methods.Where(m => m.HttpMethods.Contains("GET") != m.HttpMethods.Contains("HEAD")), Is.Empty);
    }

    [Test]
    public async Task Unchanged_content_is_not_sent_again()
    {
        var tag = (await Admin.GetAsync(path)).Is(200).ETag!;
        var version = tag.Split('.')[0][1..];
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head })
        {
            foreach (var known in new[] { tag, $"W/{tag}", "*", $"\"x\", {tag}", $"W/\"1\",{tag}" })
            {
                var unchanged = (await SendAsync(method, path, known)).Is(304);
                Assert.That(unchanged.Body, Is.Empty);
                Assert.That(unchanged.ETag, Is.EqualTo(tag), known);
                Assert.That(unchanged.Header("Cache-Control"), Is.EqualTo("no-store"));
                Assert.That(unchanged.Header("Content-Type"), Is.Null);
            }

            foreach (var other in new[] { $"\"{version}\"", $"\"{version}.0000000000000000\"", "\"x\"", tag.Trim('"'), "", "\"" })
                (await SendAsync(method, path, other)).Is(200);
        }

        (await Anonymous.SendAsync(Request(HttpMethod.Get, path, "*"))).IsProblem(401, "not_authenticated");
        (await SendAsync(HttpMethod.Get, $"/api/companies/{Guid.NewGuid()}", "*")).IsProblem(404, "company_not_found");
    }

    [Test]
    public async Task A_change_of_what_is_shown_changes_the_tag_although_the_version_stays()
    {
        var before = (await Admin.GetAsync(path)).Is(200);
        await Db.ExecuteAsync("update users set full_name = 'Renamed Owner', last_name = 'Owner', first_name = 'Renamed'");

        var after = (await SendAsync(HttpMethod.Get, path, before.ETag!)).Is(200);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(after.TaggedVersion, Is.EqualTo(before.TaggedVersion));
            Assert.That(after.ETag, Is.Not.EqualTo(before.ETag));
        }

        // For a change, the version alone decides.
        (await Admin.PatchAsync(path, new { city = "Bonn" }, ifMatch: before.ETag)).Is(200);
    }

    [Test]
    public async Task A_change_returns_the_tag_that_get_returns()
    {
        var created = (await Admin.PostAsync("/api/companies", new { name = "Acme 2" }, key: "t")).Is(201);
        var address = $"/api/companies/{created.Id}";
        Assert.That((await Admin.GetAsync(address)).ETag, Is.EqualTo(created.ETag));
        var patched = (await Admin.PatchAsync(address, new { city = "Bonn" })).Is(200);
        Assert.That((await Admin.GetAsync(address)).ETag, Is.EqualTo(patched.ETag).And.Not.EqualTo(created.ETag));
        (await SendAsync(HttpMethod.Get, address, patched.ETag!)).Is(304);
        (await Admin.PatchAsync(address, new { city = "Köln" }, ifMatch: patched.ETag)).Is(200);
        Assert.That((await Admin.PostAsync("/api/companies", new { name = "Acme 2" }, key: "t")).Is(201).ETag, Is.EqualTo(created.ETag));
    }

    private static HttpRequestMessage Request(HttpMethod method, string path, string ifNoneMatch)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.TryAddWithoutValidation("If-None-Match", ifNoneMatch);
        return request;
    }

    private Task<ApiResponse> SendAsync(HttpMethod method, string path, string ifNoneMatch) =>
        Admin.SendAsync(Request(method, path, ifNoneMatch));
}
