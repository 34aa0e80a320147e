using System.Globalization;
using System.Text.Json.Nodes;

namespace Crm.Api.Tests.Conventions;

/// <summary>PUT replaces, PATCH merges (RFC 7396), and read-only members may be sent back unchanged.</summary>
public sealed class WritingTests : ApiTest
{
    private static readonly object Everything = new
    {
        name = "Acme",
        legalName = "Acme Inc.",
        dba = "ACME",
        website = "https://acme.example/x?y=1",
        phone = "+49 228 1",
        fax = "2",
        email = "info@acme.example",
        address = "Street 1",
        address2 = "2nd floor",
        city = "Bonn",
        state = "NRW",
        zipCode = "53111",
        country = "DE",
        latitude = 50.733334m,
        longitude = 7.1m,
        timezone = "Europe/Berlin",
        industry = "Tools",
        sector = "B2B",
        size = "LARGE_201_1000",
        revenue = 1234567.5m,
        employeeCount = 12,
        foundedYear = 1949,
        tickerSymbol = "ACM",
        isPublic = true,
        prospectAssignment = "north",
        prospectReengagement = "spring",
        notes = "line 1\nline 2 \"quoted\" <b>&amp; 😀",
        tags = new[] { "a", "ß" },
        isActive = false,
    };

    private async Task<ApiResponse> CreateAsync() => (await Admin.PostAsync("/api/companies", Everything)).Is(201);

    private static string Path(ApiResponse created) => $"/api/companies/{created.Id}";

    [Test]
    public async Task Every_field_is_returned_as_sent()
    {
        var created = await CreateAsync();

        var sent = JsonSerializer.SerializeToElement(Everything);
        foreach (var member in sent.EnumerateObject().Where(m => m.Name != "revenue"))
            Assert.That(JsonElement.DeepEquals(created[member.Name], member.Value), Is.True, $"{member.Name}: {created[member.Name]}");
        Assert.That(created["revenue"].GetRawText(), Is.EqualTo("1234567.50"));
        Assert.That(created["createdAt"].GetString(), Does.Match(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$"));
        Assert.That(created["id"].GetString(), Does.Match("^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"));
    }

    [Test]
    public async Task Absent_optional_values_are_shown_as_null()
    {
        var created = (await Admin.PostAsync("/api/companies", new { name = "A" })).Is(201);
        var all = await CreateAsync();
        Assert.That(created.Json.EnumerateObject().Select(m => m.Name), Is.EqualTo(all.Json.EnumerateObject().Select(m => m.Name)));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(created["notes"].ValueKind, Is.EqualTo(JsonValueKind.Null));
            Assert.That(created["lastActivityDate"].ValueKind, Is.EqualTo(JsonValueKind.Null));
            Assert.That(created["tags"].GetRawText(), Is.EqualTo("[]"));
            Assert.That(created["isActive"].GetBoolean(), Is.True);
        }
    }

    [Test]
    public async Task Get_edit_put_back_works()
    {
        var created = await CreateAsync();
        var body = JsonNode.Parse(created.Body)!.AsObject();
        body["city"] = "Köln";

        var put = (await Admin.PutAsync(Path(created), body.ToJsonString(), created.ETag)).Is(200);

        var expected = JsonNode.Parse(created.Body)!.AsObject();
        (expected["city"], expected["version"], expected["updatedAt"]) = ("Köln", 2, put["updatedAt"].GetString());
        Assert.That(JsonNode.DeepEquals(JsonNode.Parse(put.Body), expected), Is.True, put.Body);
        Assert.That((await Admin.GetAsync(Path(created))).Body, Is.EqualTo(put.Body));
    }

    /// <summary>Generated clients write instants and numbers in the form of their language.</summary>
    [Test]
    public async Task What_get_returned_may_be_put_back_in_another_form()
    {
        var created = await CreateAsync();
        var body = JsonNode.Parse(created.Body)!.AsObject();
        foreach (var member in new[] { "createdAt", "updatedAt" })
            body[member] = DateTimeOffset.Parse(body[member]!.ToString(), CultureInfo.InvariantCulture).ToOffset(TimeSpan.FromHours(9))
                .ToString("o", CultureInfo.InvariantCulture);
        body["version"] = 1.0m;
        body.Remove("parentCompanyName");

        Assert.That((await Admin.PutAsync(Path(created), body.ToJsonString())).Is(200).Body, Is.EqualTo(created.Body));
        body["createdAt"] = "2020-01-01T00:00:00+09:00";
        (await Admin.PutAsync(Path(created), body.ToJsonString())).IsProblem(400, "read_only_field", "createdAt");
    }

    [Test]
    public async Task Put_gives_absent_fields_their_defaults()
    {
        var created = await CreateAsync();
        var put = (await Admin.PutAsync(Path(created), new { name = "Bare" })).Is(200);
        var bare = (await Admin.PostAsync("/api/companies", new { name = "Bare" })).Is(201);
        foreach (var member in bare.Json.EnumerateObject().Where(m => m.Name is not ("id" or "createdAt" or "updatedAt" or "version")))
            Assert.That(put[member.Name].GetRawText(), Is.EqualTo(member.Value.GetRawText()), member.Name);
    }

    [Test]
    public async Task Patch_changes_only_given_fields([Values("application/merge-patch+json", "application/json")] string mediaType)
    {
        var created = await CreateAsync();
        var patched = (await Admin.PatchAsync(
            Path(created), """{"notes":null,"revenue":null,"city":"Köln","tags":["z"]}""", mediaType: mediaType)).Is(200);
        foreach (var member in created.Json.EnumerateObject())
        {
            var expected = member.Name switch
            {
                "notes" or "revenue" => "null",
                "city" => "\"Köln\"",
                "tags" => "[\"z\"]",
                "version" => "2",
                "updatedAt" => patched["updatedAt"].GetRawText(),
                _ => member.Value.GetRawText(),
            };
            Assert.That(patched[member.Name].GetRawText(), Is.EqualTo(expected), member.Name);
        }
    }

    [Test]
    public async Task Null_clears_a_field_that_cannot_be_null_to_its_default()
    {
        var created = await CreateAsync();
        var patched = (await Admin.PatchAsync(Path(created), """{"tags":null,"isPublic":null}""")).Is(200);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(patched["tags"].GetRawText(), Is.EqualTo("[]"));
            Assert.That(patched["isPublic"].GetBoolean(), Is.False);
        }

        (await Admin.PatchAsync(Path(created), """{"name":null}""")).IsProblem(400, "validation_failed", "name");
    }

    [Test]
    public async Task A_patch_is_validated_like_the_equivalent_put()
    {
        var created = await CreateAsync();
        (await Admin.PatchAsync(Path(created), """{"latitude":null}""")).IsProblem(400, "validation_failed", "longitude");
        (await Admin.PatchAsync(Path(created), """{"foundedYear":2999}""")).IsProblem(400, "founded_in_future", "foundedYear");
        (await Admin.PatchAsync(Path(created), """{"size":"HUGE"}""")).IsProblem(400, "invalid_member", "size");
        Assert.That((await Admin.GetAsync(Path(created))).Body, Is.EqualTo(created.Body), "A rejected change changes nothing.");
    }

    [TestCase("id", "\"00000000-0000-7000-8000-000000000000\"")]
    [TestCase("id", "null")]
    [TestCase("version", "null")]
    [TestCase("version", "\"1\"")]
    [TestCase("createdAt", "\"2020-01-01T00:00:00.000000Z\"")]
    [TestCase("createdAt", "null")]
    public async Task Read_only_fields_cannot_be_set(string field, string value)
    {
        var created = await CreateAsync();
        (await Admin.PatchAsync(Path(created), $$"""{"{{field}}":{{value}}}""")).IsProblem(400, "read_only_field", field);
        (await Admin.PutAsync(Path(created), $$"""{"name":"A","{{field}}":{{value}}}""")).IsProblem(400, "read_only_field", field);
        (await Admin.PatchAsync(Path(created), $$"""{"{{field}}":{{created[field].GetRawText()}}}""")).Is(200);
    }

    [Test]
    public async Task Only_importers_may_set_created_at()
    {
        var body = """{"name":"A","createdAt":"2020-05-05T12:00:00.1234567+02:00"}""";
        var created = (await Admin.PostAsync("/api/companies", body)).Is(201);
        Assert.That(created["createdAt"].GetString(), Is.EqualTo("2020-05-05T10:00:00.123456Z"));

        var rep = await UserAsync();
        (await rep.PostAsync("/api/companies", body)).IsProblem(400, "unknown_member", "createdAt");
    }
}
