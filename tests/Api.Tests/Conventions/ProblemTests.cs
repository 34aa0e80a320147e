using System.Net.Http.Headers;
using System.Text;

namespace Crm.Api.Tests.Conventions;

/// <summary>Every error is a problem document, including the framework's own; invalid input never returns 5xx.</summary>
public sealed class ProblemTests : ApiTest
{
    private const string Companies = "/api/companies";

    [Test]
    public async Task An_unknown_address_is_not_found()
    {
        var paths = new[]
        {
            "/api",
            "/api/nothing",
            "/api/companies/1",
            "/api/companies/../x",
            $"/api/companies/{Guid.NewGuid()}/nothing",
            "/api/companies/%C3%A9",
        };
        foreach (var path in paths)
        {
            var problem = (await Admin.GetAsync(path)).IsProblem(404, "not_found");
            Assert.That(problem["instance"].GetString(), Is.EqualTo("/"), path);
        }
    }

    [Test]
    public async Task An_unknown_record_is_not_found()
    {
        var problem = (await Admin.GetAsync($"{Companies}/{Guid.NewGuid()}")).IsProblem(404, "company_not_found");
        Assert.That(problem["instance"].GetString(), Is.EqualTo("/api/companies/{id}"));
    }

    [Test]
    public async Task An_unsupported_method_returns_the_allowed_methods()
    {
        var response = (await Admin.DeleteAsync(Companies)).IsProblem(405, "method_not_allowed");
        Assert.That(response.Header("Allow")!.Split(", "), Is.EquivalentTo(new[] { "GET", "HEAD", "POST" }));
        (await Admin.SendAsync(HttpMethod.Options, Companies, null)).IsProblem(405, "method_not_allowed");
        (await Admin.SendAsync(new HttpMethod("PURGE"), $"{Companies}/{Guid.NewGuid()}", null)).IsProblem(405, "method_not_allowed");
    }

    [TestCase("deals", """{"ownerId": "x"}""", "ownerId", "must be an id (a lower-case UUID).")]
    [TestCase("deals", """{"expectedCloseDate": "2026-13-01"}""", "expectedCloseDate", "must be a date, YYYY-MM-DD.")]
    [TestCase("deals", """{"probability": 1.5}""", "probability", "must be a whole number within range.")]
    [TestCase("contacts", """{"socialProfiles": 1}""", "socialProfiles", "is not a member of this request.")]
    [TestCase("companies", """{"tags": {}}""", "tags", "must be an array of strings.")]
    [TestCase("leads/assign", """{"ids": ["x"]}""", "ids[0]", "must be an id (a lower-case UUID).")]
    [TestCase("leads/assign", """{"ids": {}}""", "ids", "must be an array.")]
    [TestCase("companies", """{"name": null}""", "name", "must not be null.")]
    [TestCase("lead-activities/batch", """{"activities": [5]}""", "activities[0]", "must be an object.")]
    [TestCase("lead-activities/batch", """{"activities": [{"leadId": null}]}""", "activities[0].leadId",
        "must be an id (a lower-case UUID).")]
    [TestCase("lead-activities/batch", """{"activities": [{"leedId": "x"}]}""", "activities[0].leedId", "is not a member of this request.")]
    public async Task Invalid_members_are_named_at_any_depth(string collection, string body, string field, string reason)
    {
        var response = await Admin.PostAsync($"/api/{collection}", body);
        response.IsProblem(400, reason.Contains("member", StringComparison.Ordinal) ? "unknown_member" : "invalid_member", field);
        Assert.That(response["errors"].GetProperty(field)[0].GetString(), Is.EqualTo(reason));
    }

    [Test]
    public async Task An_unknown_member_inside_another_is_named_with_the_nearest_one() => Assert.That(
        (await Admin.PostAsync("/api/lead-activities/batch", """{"activities": [{"leedId": "x"}]}""")).Detail,
        Is.EqualTo("There is no member 'leedId'; did you mean 'leadId'?"));

    [Test]
    public async Task A_response_without_content_is_acceptable_to_every_client()
    {
        var company = (await Admin.PostAsync(Companies, new { name = "A" })).Is(201);
        (await Admin.SendAsync(HttpMethod.Delete, $"{Companies}/{company.Id}", null, accept: "application/problem+json")).Is(204);
        (await Admin.SendAsync(HttpMethod.Get, Companies, null, accept: "application/problem+json")).IsProblem(406, "not_acceptable");
    }

    [Test]
    public async Task A_caller_without_credentials_is_rejected()
    {
        var response = (await Anonymous.GetAsync(Companies)).IsProblem(401, "not_authenticated");
        Assert.That(response.Header("WWW-Authenticate"), Does.StartWith("Bearer"));
        (await Anonymous.GetAsync("/api/nothing")).IsProblem(401, "not_authenticated");
        (await Anonymous.PostAsync(Companies, "{")).IsProblem(401, "not_authenticated");
    }

    [TestCase("Bearer")]
    [TestCase("Bearer x")]
    [TestCase("Bearer a.b.c")]
    [TestCase("Basic YWRtaW46YWRtaW4=")]
    public async Task Invalid_credentials_are_rejected(string authorization)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, Companies);
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        (await Anonymous.SendAsync(request)).IsProblem(401, "not_authenticated");
    }

    [Test]
    public async Task A_token_is_rejected_after_its_expiry_and_with_another_signature()
    {
        var token = Admin.Token;
        Assert.That((await WithToken(token)).Status, Is.EqualTo(200));
        (await WithToken(token[..^4] + "AAAA")).IsProblem(401, "not_authenticated");
        Clock.Advance(TimeSpan.FromMinutes(14));
        Assert.That((await WithToken(token)).Status, Is.EqualTo(200));
        Clock.Advance(TimeSpan.FromMinutes(2));
        (await WithToken(token)).IsProblem(401, "not_authenticated");

        Task<ApiResponse> WithToken(string text)
        {
            var request = new HttpRequestMessage(HttpMethod.Get, Companies);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", text);
            return Anonymous.SendAsync(request);
        }
    }

    [Test]
    public async Task A_missing_permission_is_reported_before_an_unknown_record()
    {
        var user = await UserWithAsync("""{"companies": ["read"]}""");
        (await user.PostAsync(Companies, new { name = "A" })).IsProblem(403, "right_missing");
        (await user.DeleteAsync($"{Companies}/{Guid.NewGuid()}")).IsProblem(403, "right_missing");
    }

    [TestCase("text/html")]
    [TestCase("application/xml, text/plain;q=0.5")]
    [TestCase("application/json;q=0")]
    public async Task An_unsupported_accept_header_is_rejected(string accept) =>
        (await Admin.GetAsync(Companies, accept)).IsProblem(406, "not_acceptable");

    [TestCase("application/json")]
    [TestCase("*/*")]
    [TestCase("application/*;q=0.2, text/html")]
    [TestCase("application/json;charset=utf-8")]
    public async Task An_accept_header_that_includes_json_is_accepted(string accept) => (await Admin.GetAsync(Companies, accept)).Is(200);

    [TestCase("text/plain")]
    [TestCase("application/x-www-form-urlencoded")]
    [TestCase("application/json; charset=utf-16")]
    [TestCase("application/merge-patch+json")]
    [TestCase("")]
    public async Task Only_json_is_accepted(string mediaType) =>
        (await Admin.PostAsync(Companies, """{"name":"A"}""", mediaType: mediaType)).IsProblem(415, "unsupported_media_type");

    [Test]
    public async Task A_body_of_10_MB_is_rejected()
    {
        var body = Encoding.UTF8.GetBytes($$"""{"name":"{{new string('a', 10 * 1024 * 1024)}}"}""");
        (await Admin.PostAsync(Companies, body)).IsProblem(413, "body_too_large");

        var chunked = new HttpRequestMessage(HttpMethod.Post, Companies) { Content = new StreamContent(new MemoryStream(body)) };
        chunked.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        chunked.Headers.TransferEncodingChunked = true;
        (await Admin.SendAsync(chunked)).IsProblem(413, "body_too_large");
    }

    [TestCase("", "body_missing")]
    [TestCase("{", "malformed_json")]
    [TestCase("{'name':'A'}", "malformed_json")]
    [TestCase("""{"name":"A",}""", "malformed_json")]
    [TestCase("""{"name":"A"} x""", "malformed_json")]
    [TestCase("""{"name":/**/"A"}""", "malformed_json")]
    [TestCase("""{"revenue":NaN}""", "malformed_json")]
    [TestCase("""{"revenue":01}""", "malformed_json")]
    [TestCase("null", "body_not_an_object")]
    [TestCase("[]", "body_not_an_object")]
    [TestCase("\"name\"", "body_not_an_object")]
    [TestCase("""{"name":"A","name":"A"}""", "duplicate_member")]
    [TestCase("""{"name":"A","n\u0061me":"B"}""", "duplicate_member")]
    public async Task A_malformed_body_is_rejected(string body, string code)
    {
        (await Admin.PostAsync(Companies, body)).IsProblem(400, code);
        (await Admin.PutAsync($"{Companies}/{Guid.NewGuid()}", body)).IsProblem(400, code);
        (await Admin.PatchAsync($"{Companies}/{Guid.NewGuid()}", body)).IsProblem(400, code);
    }

    [Test]
    public async Task Deep_nesting_is_rejected()
    {
        foreach (var depth in new[] { 40, 100_000 })
            (await Admin.PostAsync(Companies, $$"""{"tags":{{new string('[', depth)}}{{new string(']', depth)}}}""")).IsProblem(
                400, "malformed_json");
    }

    [Test]
    public async Task Bytes_that_are_not_utf8_are_rejected()
    {
        foreach (var bytes in new byte[][] { [0xff], [0xed, 0xa0, 0x80], [0xc0, 0x80], [0xf4, 0x90, 0x80, 0x80] })
        {
            byte[] body = [.. "{\"name\":\""u8, .. bytes, .. "\"}"u8];
            var response = await Admin.PostAsync(Companies, body);
            Assert.That(response.Code, Is.AnyOf("malformed_json", "invalid_member"), response.ToString());
            response.IsProblem(400, response.Code!);
            byte[] name = [.. "{\""u8, .. bytes, .. "\":1}"u8];
            (await Admin.PostAsync(Companies, name)).IsProblem(400, "malformed_json");
        }
    }

    [TestCase("""{"name":"A\u0000B"}""", "name")]
    [TestCase("""{"name":"\ud800"}""", "name")]
    [TestCase("""{"name":"\udc00\ud800"}""", "name")]
    [TestCase("""{"name":"A","tags":["ok","\ud83d"]}""", "tags[1]")]
    [TestCase("""{"name":"A","notes":"\u0000"}""", "notes")]
    public async Task Text_with_nul_or_half_a_surrogate_pair_is_rejected(string body, string field) =>
        (await Admin.PostAsync(Companies, body)).IsProblem(400, "invalid_member", field);

    [TestCase("""{"\ud800":1}""", "malformed_json")]
    [TestCase("""{"\u0000":1}""", "unknown_member")]
    public async Task Member_names_with_invalid_characters_are_rejected(string body, string code)
    {
        (await Admin.PostAsync(Companies, body)).IsProblem(400, code);
        (await Admin.PatchAsync($"{Companies}/{await NewAsync()}", body)).IsProblem(400, code);
    }

    [TestCase("""{"nmae":"A"}""", "nmae", "'name'")]
    [TestCase("""{"Name":"A"}""", "Name", "'name'")]
    [TestCase("""{"name":"A","parentCompany":null}""", "parentCompany", "'parentCompanyId'")]
    [TestCase("""{"name":"A","mergedIntoRecord":1}""", "mergedIntoRecord", "use one of")]
    public async Task An_unknown_member_is_named_with_the_nearest(string body, string field, string nearest)
    {
        Assert.That((await Admin.PostAsync(Companies, body)).IsProblem(400, "unknown_member", field).Detail, Does.Contain(nearest));
        Assert.That((await Admin.PatchAsync($"{Companies}/{await NewAsync()}", body)).IsProblem(400, "unknown_member", field).Detail,
            Does.Contain(nearest));
    }

    [TestCase("""{"name":1}""", "name")]
    [TestCase("""{"name":null}""", "name")]
    [TestCase("""{"name":["A"]}""", "name")]
    [TestCase("""{"isPublic":"true"}""", "isPublic")]
    [TestCase("""{"employeeCount":"5"}""", "employeeCount")]
    [TestCase("""{"employeeCount":1.5}""", "employeeCount")]
    [TestCase("""{"employeeCount":99999999999}""", "employeeCount")]
    [TestCase("""{"employeeCount":1e400}""", "employeeCount")]
    [TestCase("""{"revenue":"5"}""", "revenue")]
    [TestCase("""{"revenue":1e30}""", "revenue")]
    [TestCase("""{"revenue":1e-40}""", "revenue")]
    [TestCase("""{"revenue":1.00000000000000000000000000000000000001}""", "revenue")]
    [TestCase("""{"revenue":123456789012345678901234567890123456789012345678901234567890}""", "revenue")]
    [TestCase("""{"ownerId":"x"}""", "ownerId")]
    [TestCase("""{"ownerId":5}""", "ownerId")]
    [TestCase("""{"tags":"a"}""", "tags")]
    [TestCase("""{"tags":[1]}""", "tags[0]")]
    [TestCase("""{"size":"small"}""", "size")]
    [TestCase("""{"size":"SMALL"}""", "size")]
    [TestCase("""{"size":1}""", "size")]
    [TestCase("""{"size":"MICRO_1_10, SMALL_11_50"}""", "size")]
    [TestCase("""{"size":""}""", "size")]
    [TestCase("""{"createdAt":"2020-01-01"}""", "createdAt")]
    [TestCase("""{"createdAt":"2020-01-01T00:00:00"}""", "createdAt")]
    [TestCase("""{"createdAt":"0001-01-01T00:00:00+14:00"}""", "createdAt")]
    [TestCase("""{"createdAt":"9999-12-31T23:59:59-14:00"}""", "createdAt")]
    [TestCase("""{"createdAt":"10000-01-01T00:00:00Z"}""", "createdAt")]
    [TestCase("""{"createdAt":"2020-02-30T00:00:00Z"}""", "createdAt")]
    [TestCase("""{"createdAt":1577836800}""", "createdAt")]
    public async Task A_value_of_the_wrong_type_is_named(string member, string field) =>
        (await Admin.PostAsync(
            Companies, member.Contains("\"name\"", StringComparison.Ordinal) ? member : "{\"name\":\"A\"," + member[1..])).IsProblem(
                400, "invalid_member", field);

    [Test]
    public async Task An_enum_names_the_nearest()
    {
        Assert.That((await Admin.PostAsync(Companies, new { name = "A", size = "SMALL_11_5O" })).IsProblem(
            400, "invalid_member", "size").Detail, Does.Contain("did you mean 'SMALL_11_50'?"));
    }

    [TestCase("""{"name":""}""", "name")]
    [TestCase("""{"name":"  \t "}""", "name")]
    [TestCase("""{}""", "name")]
    [TestCase("""{"name":"A","email":"no"}""", "email")]
    [TestCase("""{"name":"A","email":"a b@x.example"}""", "email")]
    [TestCase("""{"name":"A","website":"javascript:alert(1)"}""", "website")]
    [TestCase("""{"name":"A","website":"not a site"}""", "website")]
    [TestCase("""{"name":"A","revenue":1.001}""", "revenue")]
    [TestCase("""{"name":"A","revenue":-0.01}""", "revenue")]
    [TestCase("""{"name":"A","revenue":10000000000000000}""", "revenue")]
    [TestCase("""{"name":"A","employeeCount":-1}""", "employeeCount")]
    [TestCase("""{"name":"A","foundedYear":999}""", "foundedYear")]
    [TestCase("""{"name":"A","latitude":1}""", "longitude")]
    [TestCase("""{"name":"A","longitude":1}""", "longitude")]
    [TestCase("""{"name":"A","latitude":90.1,"longitude":0}""", "latitude")]
    [TestCase("""{"name":"A","latitude":0,"longitude":-180.000001}""", "longitude")]
    [TestCase("""{"name":"A","latitude":0.0000001,"longitude":0}""", "latitude")]
    [TestCase("""{"name":"A","timezone":"Mars/Olympus"}""", "timezone")]
    [TestCase("""{"name":"A","timezone":"../etc/passwd"}""", "timezone")]
    [TestCase("""{"name":"A","tags":[""]}""", "tags")]
    [TestCase("""{"name":"A","createdAt":"2999-01-01T00:00:00Z"}""", "createdAt")]
    public async Task A_value_outside_its_rules_is_named(string body, string field)
    {
        (await Admin.PostAsync(Companies, body)).IsProblem(400, "validation_failed", field);
        if (field != "createdAt" && body != "{}")
            (await Admin.PatchAsync($"{Companies}/{await NewAsync()}", body)).IsProblem(400, "validation_failed", field);
    }

    [Test]
    public async Task Lengths_are_limited_as_documented()
    {
        (await Admin.PostAsync(
            Companies, new
            {
                name = new string('a', 255),
                notes = new string('n', 20_000),
                tags = Enumerable.Range(0, 50)
                .Select(i => new string('t', 48) + i.ToString("00", null))
            })).Is(201);
        (await Admin.PostAsync(Companies, new { name = new string('a', 256) })).IsProblem(400, "validation_failed", "name");
        (await Admin.PostAsync(Companies, new { name = "A", notes = new string('n', 20_001) })).IsProblem(
            400, "validation_failed", "notes");
        (await Admin.PostAsync(Companies, new { name = "A", tags = Enumerable.Repeat("t", 51) })).IsProblem(
            400, "validation_failed", "tags");
        (await Admin.PostAsync(Companies, new { name = "A", tags = new[] { new string('t', 51) } })).IsProblem(
            400, "validation_failed", "tags");
    }

    [Test]
    public async Task Text_that_grows_when_folded_is_stored()
    {
        // Each of these characters folds to several letters. The search columns and their indexes must accept the longer text.
        var random = new Random(1);
        var name = new string([.. Enumerable.Range(0, 255).Select(_ => random.Next(3) switch
        {
            0 => (char)random.Next(0x3300, 0x3358),
            1 => (char)random.Next(0xFDF0, 0xFDFC),
            _ => (char)random.Next(0x4E00, 0x9FFF),
        })]);
        var created = (await Admin.PostAsync(Companies, new { name, legalName = name })).Is(201);
        Assert.That(created["name"].GetString(), Is.EqualTo(name));
    }

    [Test]
    public async Task Every_response_forbids_caching()
    {
        foreach (var response in new[] { await Admin.GetAsync(Companies), await Admin.GetAsync("/api/nothing"),
            await Anonymous.GetAsync(Companies), await Admin.PostAsync(Companies, "{") })
        {
            Assert.That(response.Header("Cache-Control"), Is.EqualTo("no-store"), response.ToString());
            Assert.That(response.Header("X-Content-Type-Options"), Is.EqualTo("nosniff"));
            Assert.That(response.Header("Server"), Is.Null);
        }
    }

    [Test]
    public async Task An_internal_error_reveals_no_details()
    {
        await Db.ExecuteAsync("alter table companies rename column sector to sector_away");
        try
        {
            var response = (await Admin.PostAsync(Companies, new { name = "Secret-Name" })).IsProblem(500, "internal_error");
            Assert.That(response.Body, Does.Not.Contain("sector").And.Not.Contain("Npgsql").And.Not.Contain(".cs"));
            Assert.That(Host.Log.Errors, Is.Not.Empty);
            Assert.That(Host.Log.Lines, Has.None.Contains("Secret-Name"));
        }
        finally
        {
            await Db.ExecuteAsync("alter table companies rename column sector_away to sector");
        }
    }

    private async Task<Guid> NewAsync() => (await Admin.PostAsync(Companies, new { name = "A" })).Is(201).Id;
}
