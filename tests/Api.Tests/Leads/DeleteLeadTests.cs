namespace Crm.Api.Tests.Leads;

public sealed class DeleteLeadTests : LeadTest
{
    [Test]
    public async Task A_lead_in_the_trash_is_gone_everywhere_and_comes_back_as_it_was()
    {
        var made = await LeadAsync(new { status = "NURTURING", tags = new[] { "t" } });
        var path = $"/api/leads/{made.Id}";
        (await Admin.DeleteAsync(path, "\"9\"")).IsProblem(412, "version_mismatch");
        (await Admin.DeleteAsync(path, made.ETag)).Is(204);

        (await Admin.GetAsync(path)).IsProblem(404, "lead_not_found");
        (await Admin.PatchAsync(path, "{}")).IsProblem(404, "lead_not_found");
        (await Admin.DeleteAsync(path)).IsProblem(404, "lead_not_found");
        (await ConvertAsync(made.Id)).IsProblem(404, "lead_not_found");
        (await Admin.GetAsync($"{path}/activities")).IsProblem(404, "lead_not_found");
        Assert.That((await Admin.GetAsync("/api/leads?count=exact")).Is(200)["count"].GetInt32(), Is.Zero);

        var back = (await Admin.PostAsync($"{path}/restore")).Is(200);
        Assert.That((back.Version, Text(back, "status"), back["tags"].GetArrayLength()), Is.EqualTo((3L, "NURTURING", 1)));
        Assert.That((await Admin.PostAsync($"{path}/restore")).Is(200).Version, Is.EqualTo(3));
    }

    [Test]
    public async Task A_rep_deletes_and_restores_own_ones()
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
