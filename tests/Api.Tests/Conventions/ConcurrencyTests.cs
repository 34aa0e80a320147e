namespace Crm.Api.Tests.Conventions;

/// <summary>ETag and If-Match.</summary>
public sealed class ConcurrencyTests : ApiTest
{
    private string path = "";

    [SetUp]
    public async Task Create_a_company_at_version_2()
    {
        path = $"/api/companies/{(await Admin.PostAsync("/api/companies", new { name = "Acme" })).Is(201).Id}";
        var changed = (await Admin.PatchAsync(path, new { city = "Bonn" })).Is(200);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(changed.TaggedVersion, Is.EqualTo(2));
            Assert.That(changed.Version, Is.EqualTo(2));
        }
    }

    [TestCase("\"2\"")]
    [TestCase("*")]
    [TestCase("\"1\", \"2\"")]
    [TestCase("W/\"2\", \"2\"")]
    [TestCase("\"abc\" , \"2\"")]
    [TestCase("\"2.0123456789abcdef\"")]
    [TestCase("\"2.0123456789abcdef-br\"")]
    [TestCase("\"1.0\", \"2.0\"")]
    public async Task The_current_version_matches(string ifMatch)
    {
        Assert.That((await Admin.PatchAsync(path, new { city = "Köln" }, ifMatch: ifMatch)).Is(200).TaggedVersion, Is.EqualTo(3));
    }

    [TestCase("\"1\"")]
    [TestCase("\"3\"")]
    [TestCase("W/\"2\"")]
    [TestCase("W/\"2.0123456789abcdef\"")]
    [TestCase("\"1.2\"")]
    [TestCase("\".2\"")]
    [TestCase("\"2-br\"")]
    [TestCase("\"02x\"")]
    [TestCase("\"-2\"")]
    [TestCase("\"\"")]
    [TestCase("\"99999999999999999999999\"")]
    public async Task Another_version_does_not_match(string ifMatch)
    {
        (await Admin.PatchAsync(path, new { city = "Köln" }, ifMatch: ifMatch)).IsProblem(412, "version_mismatch");
        (await Admin.PutAsync(path, new { name = "B" }, ifMatch: ifMatch)).IsProblem(412, "version_mismatch");
        (await Admin.DeleteAsync(path, ifMatch: ifMatch)).IsProblem(412, "version_mismatch");
        (await Admin.PostAsync($"{path}/restore", ifMatch: ifMatch)).IsProblem(412, "version_mismatch");
        var current = (await Admin.GetAsync(path)).Is(200);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(current.Version, Is.EqualTo(2));
            Assert.That(current["city"].GetString(), Is.EqualTo("Bonn"));
        }
    }

    [TestCase("2")]
    [TestCase("\"2")]
    [TestCase("2, 3")]
    [TestCase("W/2")]
    [TestCase("\"1\" \"2\"")]
    public async Task A_malformed_if_match_is_rejected(string ifMatch)
    {
        (await Admin.PatchAsync(path, new { city = "Köln" }, ifMatch: ifMatch)).IsProblem(400, "invalid_if_match");
        (await Admin.DeleteAsync(path, ifMatch: ifMatch)).IsProblem(400, "invalid_if_match");
    }

    [Test]
    public async Task Without_if_match_all_writers_succeed_one_after_the_other()
    {
        var responses = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Admin.PatchAsync(path, new { city = $"City {i}" })));

        Assert.That(responses.Select(a => a.Is(200).Version).Order(), Is.EqualTo(Enumerable.Range(3, 20).Select(v => (long)v)));
        Assert.That(responses.Select(a => a["city"].GetString()), Is.Unique);
    }

    [Test]
    public async Task With_if_match_one_writer_of_a_version_succeeds()
    {
        var responses = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(i => Admin.PatchAsync(path, new { city = $"City {i}" }, ifMatch: "\"2\"")));

        Assert.That(responses.Count(a => a.Status == 200), Is.EqualTo(1));
        foreach (var rejected in responses.Where(a => a.Status != 200))
            rejected.IsProblem(412, "version_mismatch");
    }

    [Test]
    public async Task An_update_without_changes_keeps_version_time_and_audit()
    {
        var before = (await Admin.GetAsync(path)).Is(200);
        var audit = await Db.ScalarAsync<long>("select count(*) from audit_logs");
        Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.That((await Admin.PatchAsync(path, "{}")).Is(200).Body, Is.EqualTo(before.Body));
        Assert.That((await Admin.PatchAsync(path, new { city = "  Bonn " })).Is(200).Body, Is.EqualTo(before.Body));
        Assert.That((await Admin.PutAsync(path, before.Body)).Is(200).Body, Is.EqualTo(before.Body));
        Assert.That((await Admin.PostAsync($"{path}/restore")).Is(200).Body, Is.EqualTo(before.Body));
        Assert.That(await Db.ScalarAsync<long>("select count(*) from audit_logs"), Is.EqualTo(audit));
    }
}
