namespace Crm.Api.Tests.Leads;

public sealed class DeleteLeadTests : LeadTest
{
    [Test]
    public async Task A_deleted_lead_is_not_found_anywhere_and_is_restored_unchanged()
    {
        var created = await LeadAsync(new { status = "NURTURING", tags = new[] { "t" } });
        var path = $"/api/leads/{created.Id}";
        (await Admin.DeleteAsync(path, "\"9\"")).IsProblem(412, "version_mismatch");
        (await Admin.DeleteAsync(path, created.ETag)).Is(204);

        (await Admin.GetAsync(path)).IsProblem(404, "lead_not_found");
        (await Admin.PatchAsync(path, "{}")).IsProblem(404, "lead_not_found");
        (await Admin.DeleteAsync(path)).IsProblem(404, "lead_not_found");
        (await ConvertAsync(created.Id)).IsProblem(404, "lead_not_found");
        (await Admin.GetAsync($"{path}/activities")).IsProblem(404, "lead_not_found");
        Assert.That((await Admin.GetAsync("/api/leads?count=exact")).Is(200)["count"].GetInt32(), Is.Zero);

        var back = (await Admin.PostAsync($"{path}/restore")).Is(200);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(back.Version, Is.EqualTo(3));
            Assert.That(Text(back, "status"), Is.EqualTo("NURTURING"));
            Assert.That(back["tags"].GetArrayLength(), Is.EqualTo(1));
        }

        Assert.That((await Admin.PostAsync($"{path}/restore")).Is(200).Version, Is.EqualTo(3));
    }

    [Test]
    public async Task A_sales_rep_deletes_and_restores_only_own_deals()
    {
        var rep = await UserAsync();
        var own = await LeadAsync(client: rep);
        (await rep.DeleteAsync($"/api/leads/{(await LeadAsync()).Id}")).IsProblem(404, "lead_not_found");
        (await (await UserAsync("Marketing")).DeleteAsync($"/api/leads/{own.Id}")).IsProblem(403, "right_missing");
        (await rep.DeleteAsync($"/api/leads/{own.Id}")).Is(204);
        (await (await UserAsync()).PostAsync($"/api/leads/{own.Id}/restore")).IsProblem(404, "lead_not_found");
        (await rep.PostAsync($"/api/leads/{own.Id}/restore")).Is(200);
        (await Admin.PostAsync($"/api/leads/{Guid.NewGuid()}/restore")).IsProblem(404, "lead_not_found");
    }
}
