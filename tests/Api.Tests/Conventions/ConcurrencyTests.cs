namespace Crm.Api.Tests.Conventions;

/// <summary>ETag and If-Match.</summary>
public sealed class ConcurrencyTests : ApiTest
{
    private string path = "";

    [SetUp]
    public async Task Make_a_company_at_version_2()
    {
        path = $"/api/companies/{(await Admin.PostAsync("/api/companies", new { name = "Acme" })).Is(201).Id}";
        var changed = (await Admin.PatchAsync(path, new { city = "Bonn" })).Is(200);
        Assert.That((changed.ETag, changed.Version), Is.EqualTo(("\"2\"", 2)));
    }

    [TestCase("\"2\"")]
    [TestCase("*")]
    [TestCase("\"1\", \"2\"")]
    [TestCase("W/\"2\", \"2\"")]
    [TestCase("\"abc\" , \"2\"")]
    public async Task A_present_version_matches(string ifMatch)
    {
        Assert.That((await Admin.PatchAsync(path, new { city = "Köln" }, ifMatch: ifMatch)).Is(200).ETag, Is.EqualTo("\"3\""));
    }

    [TestCase("\"1\"")]
    [TestCase("\"3\"")]
    [TestCase("W/\"2\"")]
    [TestCase("\"02x\"")]
    [TestCase("\"-2\"")]
    [TestCase("\"\"")]
    [TestCase("\"99999999999999999999999\"")]
    public async Task Another_version_does_not(string ifMatch)
    {
        (await Admin.PatchAsync(path, new { city = "Köln" }, ifMatch: ifMatch)).IsProblem(412, "version_mismatch");
        (await Admin.PutAsync(path, new { name = "B" }, ifMatch: ifMatch)).IsProblem(412, "version_mismatch");
        (await Admin.DeleteAsync(path, ifMatch: ifMatch)).IsProblem(412, "version_mismatch");
        (await Admin.PostAsync($"{path}/restore", ifMatch: ifMatch)).IsProblem(412, "version_mismatch");
        var now = (await Admin.GetAsync(path)).Is(200);
        Assert.That((now.Version, now["city"].GetString()), Is.EqualTo((2, "Bonn")));
    }

    [TestCase("2")]
    [TestCase("\"2")]
    [TestCase("2, 3")]
    [TestCase("W/2")]
    [TestCase("\"1\" \"2\"")]
    public async Task A_malformed_one_is_refused(string ifMatch)
    {
        (await Admin.PatchAsync(path, new { city = "Köln" }, ifMatch: ifMatch)).IsProblem(400, "invalid_if_match");
        (await Admin.DeleteAsync(path, ifMatch: ifMatch)).IsProblem(400, "invalid_if_match");
    }

    [Test]
    public async Task Without_it_all_writers_are_served_one_after_the_other()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Admin.PatchAsync(path, new { city = $"City {i}" })));

        Assert.That(answers.Select(a => a.Is(200).Version).Order(), Is.EqualTo(Enumerable.Range(3, 20).Select(v => (long)v)));
        Assert.That(answers.Select(a => a["city"].GetString()), Is.Unique);
    }

    [Test]
    public async Task With_it_one_writer_of_a_version_wins()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => Admin.PatchAsync(path, new { city = $"City {i}" }, ifMatch: "\"2\"")));

        Assert.That(answers.Count(a => a.Status == 200), Is.EqualTo(1));
        foreach (var loser in answers.Where(a => a.Status != 200))
            loser.IsProblem(412, "version_mismatch");
    }

    [Test]
    public async Task A_change_that_changes_nothing_leaves_version_time_and_audit_alone()
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
