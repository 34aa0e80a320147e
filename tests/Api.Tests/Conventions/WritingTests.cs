using System.Text.Json.Nodes;

namespace Crm.Api.Tests.Conventions;

/// <summary>PUT replaces, PATCH merges (RFC 7396), and what is only shown may be sent back unchanged.</summary>
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

    private async Task<ApiResponse> MakeAsync() => (await Admin.PostAsync("/api/companies", Everything)).Is(201);

    private static string Path(ApiResponse made) => $"/api/companies/{made.Id}";

    [Test]
    public async Task Every_field_comes_back_as_it_was_sent()
    {
        var made = await MakeAsync();

        var sent = JsonSerializer.SerializeToElement(Everything);
        foreach (var member in sent.EnumerateObject().Where(m => m.Name != "revenue"))
            Assert.That(JsonElement.DeepEquals(made[member.Name], member.Value), Is.True, $"{member.Name}: {made[member.Name]}");
        Assert.That(made["revenue"].GetRawText(), Is.EqualTo("1234567.50"));
        Assert.That(made["createdAt"].GetString(), Does.Match(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$"));
        Assert.That(made["id"].GetString(), Does.Match("^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"));
    }

    [Test]
    public async Task Absent_optional_values_are_shown_as_null()
    {
        var made = (await Admin.PostAsync("/api/companies", new { name = "A" })).Is(201);
        var all = await MakeAsync();
        Assert.That(made.Json.EnumerateObject().Select(m => m.Name), Is.EqualTo(all.Json.EnumerateObject().Select(m => m.Name)));
        Assert.That((made["notes"].ValueKind, made["lastActivityDate"].ValueKind, made["tags"].GetRawText(), made["isActive"].GetBoolean()), Is.EqualTo((JsonValueKind.Null, JsonValueKind.Null, "[]", true)));
    }

    [Test]
    public async Task Get_edit_put_back_works()
    {
        var made = await MakeAsync();
        var body = JsonNode.Parse(made.Body)!.AsObject();
        body["city"] = "Köln";

        var put = (await Admin.PutAsync(Path(made), body.ToJsonString(), made.ETag)).Is(200);

        var expected = JsonNode.Parse(made.Body)!.AsObject();
        (expected["city"], expected["version"], expected["updatedAt"]) = ("Köln", 2, put["updatedAt"].GetString());
        Assert.That(JsonNode.DeepEquals(JsonNode.Parse(put.Body), expected), Is.True, put.Body);
        Assert.That((await Admin.GetAsync(Path(made))).Body, Is.EqualTo(put.Body));
    }

    [Test]
    public async Task Put_gives_absent_fields_their_defaults()
    {
        var made = await MakeAsync();
        var put = (await Admin.PutAsync(Path(made), new { name = "Bare" })).Is(200);
        var bare = (await Admin.PostAsync("/api/companies", new { name = "Bare" })).Is(201);
        foreach (var member in bare.Json.EnumerateObject().Where(m => m.Name is not ("id" or "createdAt" or "updatedAt" or "version")))
            Assert.That(put[member.Name].GetRawText(), Is.EqualTo(member.Value.GetRawText()), member.Name);
    }

    [Test]
    public async Task Patch_touches_only_what_it_names([Values("application/merge-patch+json", "application/json")] string mediaType)
    {
        var made = await MakeAsync();
        var patched = (await Admin.PatchAsync(Path(made), """{"notes":null,"revenue":null,"city":"Köln","tags":["z"]}""", mediaType: mediaType)).Is(200);
        foreach (var member in made.Json.EnumerateObject())
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
        var made = await MakeAsync();
        var patched = (await Admin.PatchAsync(Path(made), """{"tags":null,"isPublic":null}""")).Is(200);
        Assert.That((patched["tags"].GetRawText(), patched["isPublic"].GetBoolean()), Is.EqualTo(("[]", false)));
        (await Admin.PatchAsync(Path(made), """{"name":null}""")).IsProblem(400, "validation_failed", "name");
    }

    [Test]
    public async Task A_patch_is_validated_as_the_put_it_makes()
    {
        var made = await MakeAsync();
        (await Admin.PatchAsync(Path(made), """{"latitude":null}""")).IsProblem(400, "validation_failed", "longitude");
        (await Admin.PatchAsync(Path(made), """{"foundedYear":2999}""")).IsProblem(400, "founded_in_future", "foundedYear");
        (await Admin.PatchAsync(Path(made), """{"size":"HUGE"}""")).IsProblem(400, "invalid_member", "size");
        Assert.That((await Admin.GetAsync(Path(made))).Body, Is.EqualTo(made.Body), "a refused change changes nothing");
    }

    [TestCase("id", "\"00000000-0000-7000-8000-000000000000\"")]
    [TestCase("version", "7")]
    [TestCase("version", "\"1\"")]
    [TestCase("createdAt", "\"2020-01-01T00:00:00.000000Z\"")]
    [TestCase("updatedAt", "null")]
    [TestCase("lastActivityDate", "\"2020-01-01T00:00:00.000000Z\"")]
    [TestCase("parentCompanyName", "\"X\"")]
    [TestCase("ownerName", "{}")]
    public async Task What_is_only_shown_cannot_be_set(string field, string value)
    {
        var made = await MakeAsync();
        (await Admin.PatchAsync(Path(made), $$"""{"{{field}}":{{value}}}""")).IsProblem(400, "read_only_field", field);
        (await Admin.PutAsync(Path(made), $$"""{"name":"A","{{field}}":{{value}}}""")).IsProblem(400, "read_only_field", field);
        (await Admin.PatchAsync(Path(made), $$"""{"{{field}}":{{made[field].GetRawText()}}}""")).Is(200);
    }

    [Test]
    public async Task Created_at_is_given_by_importers_alone()
    {
        var body = """{"name":"A","createdAt":"2020-05-05T12:00:00.1234567+02:00"}""";
        var made = (await Admin.PostAsync("/api/companies", body)).Is(201);
        Assert.That(made["createdAt"].GetString(), Is.EqualTo("2020-05-05T10:00:00.123456Z"));

        var rep = await UserAsync();
        (await rep.PostAsync("/api/companies", body)).IsProblem(400, "unknown_member", "createdAt");
    }
}
