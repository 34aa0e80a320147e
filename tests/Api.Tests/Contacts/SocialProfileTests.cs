using Crm.Domain.Roles;

namespace Crm.Api.Tests.Contacts;

public sealed class SocialProfileTests : ContactTest
{
    private Guid contact;

    private string Path => $"/api/contacts/{contact}/social-profiles";

    [SetUp]
    public async Task Create_a_contact() => contact = (await ContactAsync()).Id;

    private async Task<ApiResponse> AddAsync(object body) => (await Admin.PostAsync(Path, body)).Is(201);

    [Test]
    public async Task A_profile_is_added_shown_listed_changed_and_removed()
    {
        var added = await AddAsync(
            new { profileUrl = "de.linkedin.com/in/ada/?trk=1", isVerified = true, metadata = new { followers = 12 } });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(added.Header("Location"), Is.EqualTo($"{Path}/{added.Id}"));
            Assert.That(added.TaggedVersion, Is.EqualTo(2));
            Assert.That(added["platform"].GetString(), Is.EqualTo("LINKEDIN"));
            Assert.That(added["username"].GetString(), Is.EqualTo("ada"));
            Assert.That(added["profileUrl"].GetString(), Is.EqualTo("https://de.linkedin.com/in/ada"));
            Assert.That(added["metadata"].GetRawText(), Is.EqualTo("""{"followers":12}"""));
        }

        var path = $"{Path}/{added.Id}";
        Assert.That((await Admin.GetAsync(path)).Is(200).Body, Is.EqualTo(added.Body));
        Assert.That((await Admin.PutAsync(path, added.Body)).Is(200).Body, Is.EqualTo(added.Body),
            "Sending back the response changes nothing.");

        var moved = (await Admin.PatchAsync(path, new { profileUrl = "https://x.com/keller" }, ifMatch: "\"2\"")).Is(200);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(moved["platform"].GetString(), Is.EqualTo("TWITTER"));
            Assert.That(moved["username"].GetString(), Is.EqualTo("keller"));
            Assert.That(moved["isVerified"].GetBoolean(), Is.True);
            Assert.That(moved.Version, Is.EqualTo(3));
        }

        var renamed = (await Admin.PatchAsync(path, """{"profileUrl": null, "platform": "TIKTOK", "username": "@ada"}""")).Is(200);
        Assert.That(renamed["profileUrl"].GetString(), Is.EqualTo("https://www.tiktok.com/@ada"));
        (await Admin.PatchAsync(path, new { username = "bob" })).IsProblem(400, "profile_contradicts_url", "username");
        (await Admin.PatchAsync(path, new { isVerified = false }, ifMatch: "\"2\"")).IsProblem(412, "version_mismatch");

        var listed = (await Admin.GetAsync($"{Path}?platform=TIKTOK&count=exact")).Is(200);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(listed["count"].GetInt32(), Is.EqualTo(1));
            Assert.That(listed.Items.Single().GetProperty("username").GetString(), Is.EqualTo("ada"));
        }

        (await Admin.DeleteAsync(path)).Is(204);
        (await Admin.DeleteAsync(path)).IsProblem(404, "social_profile_not_found");
        (await Admin.GetAsync(path)).IsProblem(404, "social_profile_not_found");
    }

    [TestCase("""{}""", "social_profile_missing", "profileUrl")]
    [TestCase("""{"platform": "LINKEDIN"}""", "social_profile_missing", "profileUrl")]
    [TestCase("""{"platform": "OTHER", "username": "ada"}""", "social_profile_missing", "profileUrl")]
    [TestCase("""{"profileUrl": "ftp://x.com/ada"}""", "validation_failed", "profileUrl")]
    [TestCase("""{"profileUrl": "https://u:p@x.com/ada"}""", "profile_url_invalid", "profileUrl")]
    [TestCase("""{"profileUrl": "https://x.com/ada", "platform": "LINKEDIN"}""", "profile_contradicts_url", "platform")]
    [TestCase("""{"profileUrl": "https://x.com/ada", "username": "bob"}""", "profile_contradicts_url", "username")]
    [TestCase("""{"platform": "TWITTER", "username": "a/b"}""", "profile_username_invalid", "username")]
    [TestCase("""{"platform": "MYSPACE", "username": "ada"}""", "invalid_member", "platform")]
    [TestCase("""{"profileUrl": "https://x.com/ada", "metadata": [1]}""", "validation_failed", "metadata")]
    [TestCase("""{"profileUrl": "https://x.com/ada", "lastSyncAt": "2999-01-01T00:00:00Z"}""", "validation_failed", "lastSyncAt")]
    public async Task Invalid_input_is_rejected_with_its_field(string body, string code, string field) =>
        (await Admin.PostAsync(Path, body)).IsProblem(400, code, field);

    [Test]
    public async Task One_profile_for_each_platform_even_with_concurrent_additions()
    {
        var responses = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(i => Admin.PostAsync(Path, new { platform = "TWITTER", username = $"ada{i}" })));
        Assert.That(responses.Count(a => a.Status == 201), Is.EqualTo(1));
        foreach (var rejected in responses.Where(a => a.Status != 201))
            rejected.IsProblem(409, "social_profile_exists", "platform");
        await AddAsync(new { profileUrl = "https://ada.example.com" });
        await AddAsync(new { profileUrl = "https://keller.example.com" });
        (await Admin.PostAsync(Path, new { profileUrl = "https://ada.example.com/" })).IsProblem(
            409, "social_profile_url_exists", "profileUrl");
    }

    [Test]
    public async Task Profiles_of_other_contacts_are_not_found()
    {
        var other = (await ContactAsync(lastName: "Other")).Id;
        var profile = (await AddAsync(new { profileUrl = "https://x.com/ada" })).Id;
        foreach (var path in new[] { $"/api/contacts/{other}/social-profiles/{profile}", $"{Path}/{Guid.NewGuid()}" })
        {
            (await Admin.GetAsync(path)).IsProblem(404, "social_profile_not_found");
            (await Admin.PatchAsync(path, new { isVerified = true })).IsProblem(404, "social_profile_not_found");
            (await Admin.DeleteAsync(path)).IsProblem(404, "social_profile_not_found");
        }

        var rep = await UserAsync(BuiltInRoles.SalesRep);
        (await rep.GetAsync($"{Path}/{profile}")).Is(200);
        (await rep.PostAsync(Path, new { platform = "TIKTOK", username = "ada" })).IsProblem(403, "outside_scope");
        var ownReader = await UserWithAsync("""{"contacts": {"read": "own", "update": "all"}}""");
        (await ownReader.GetAsync(Path)).IsProblem(404, "contact_not_found");
        (await ownReader.GetAsync($"{Path}/{profile}")).IsProblem(404, "social_profile_not_found");
        (await ownReader.PostAsync(Path, new { platform = "TIKTOK", username = "ada" })).IsProblem(404, "contact_not_found");
        (await ownReader.DeleteAsync($"{Path}/{profile}")).IsProblem(404, "contact_not_found");
    }

    [Test]
    public async Task A_contact_is_restored_with_its_profiles_and_they_are_audited()
    {
        var profile = await AddAsync(new { profileUrl = "https://x.com/ada", metadata = new { a = 1 } });
        (await Admin.DeleteAsync($"/api/contacts/{contact}")).Is(204);
        (await Admin.GetAsync(Path)).IsProblem(404, "contact_not_found");
        (await Admin.GetAsync($"{Path}/{profile.Id}")).IsProblem(404, "social_profile_not_found");
        (await Admin.PostAsync($"/api/contacts/{contact}/restore")).Is(200);
        Assert.That((await Admin.GetAsync(Path)).Is(200).Items.Single().GetProperty("id").GetGuid(), Is.EqualTo(profile.Id));

        var rows = (await Admin.GetAsync($"/api/contacts/{contact}/audit?limit=200")).Is(200).Items
            .Where(r => r.GetProperty("fieldName").GetString()!.StartsWith($"socialProfiles.{profile.Id}.", StringComparison.Ordinal))
            .ToDictionary(r => r.GetProperty("fieldName").GetString()!.Split('.')[2], r => r.GetProperty("newValue").GetString());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(rows["platform"], Is.EqualTo("\"TWITTER\""));
            Assert.That(rows["profileUrl"], Is.EqualTo("\"https://x.com/ada\""));
            Assert.That(rows["metadata"], Is.EqualTo("""{"a":1}"""));
        }
    }
}
