using System.Text.Json.Nodes;

namespace Crm.Api.Tests.Contacts;

public sealed class UpdateContactTests : ContactTest
{
    [Test]
    public async Task Get_edit_put_back_works()
    {
        var created = await ContactAsync("jo@acme.example", await CompanyAsync());
        var fetched = (await Admin.GetAsync($"/api/contacts/{created.Id}")).Is(200);
        Assert.That((await Admin.PutAsync($"/api/contacts/{created.Id}", fetched.Body)).Is(200).Body, Is.EqualTo(fetched.Body));
        Assert.That((await Admin.PutAsync($"/api/contacts/{created.Id}", created.Body)).Is(200).Body, Is.EqualTo(fetched.Body),
            "The response of POST can be sent back, too.");
        var body = JsonNode.Parse(created.Body)!.AsObject();
        body["city"] = "Bonn";

        var put = (await Admin.PutAsync($"/api/contacts/{created.Id}", body.ToJsonString(), created.ETag)).Is(200);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(put["city"].GetString(), Is.EqualTo("Bonn"));
            Assert.That(put["email"].GetString(), Is.EqualTo("jo@acme.example"));
            Assert.That(put["companyName"].GetString(), Is.EqualTo("Acme"));
            Assert.That(put.TaggedVersion, Is.EqualTo(2));
        }

        (await Admin.PutAsync($"/api/contacts/{created.Id}", body.ToJsonString(), created.ETag)).IsProblem(412, "version_mismatch");
        foreach (var ignored in new object[] { new { companyName = "Other" }, new { lastContactDate = "2026-01-01T00:00:00Z" } })
            Assert.That((await Admin.PatchAsync($"/api/contacts/{created.Id}", ignored)).Is(200).Version, Is.EqualTo(2));
    }

    [Test]
    public async Task Put_replaces_and_patch_merges()
    {
        var created = (await Admin.PostAsync(
            "/api/contacts", new
            {
                firstName = "Jo",
                lastName = "Doe",
                email = "jo@x.example",
                phone = "1",
                tags = new[] { "a" },
                isActive = false
            })).Is(201);
        var patched = (await Admin.PatchAsync($"/api/contacts/{created.Id}", """{"phone":null,"lastName":"Roe"}""")).Is(200);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(patched["phone"].GetString(), Is.Null);
            Assert.That(patched["lastName"].GetString(), Is.EqualTo("Roe"));
            Assert.That(patched["email"].GetString(), Is.EqualTo("jo@x.example"));
            Assert.That(patched["isActive"].GetBoolean(), Is.False);
        }

        var put = (await Admin.PutAsync($"/api/contacts/{created.Id}", new { firstName = "Jo", lastName = "Poe" })).Is(200);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(put["email"].GetString(), Is.Null);
            Assert.That(put["tags"].GetRawText(), Is.EqualTo("[]"));
            Assert.That(put["isActive"].GetBoolean(), Is.True);
        }

        (await Admin.PatchAsync($"/api/contacts/{created.Id}", """{"lastName":null}""")).IsProblem(400, "validation_failed", "lastName");
    }

    [Test]
    public async Task The_email_address_of_another_contact_is_rejected_and_the_own_one_in_another_case_is_not()
    {
        var first = await ContactAsync("a@x.example");
        var second = await ContactAsync("b@x.example");
        (await Admin.PatchAsync($"/api/contacts/{second.Id}", new { email = "A@X.example" })).IsProblem(
            409, "contact_email_taken", "email");
        Assert.That((await Admin.PatchAsync($"/api/contacts/{first.Id}", new { email = "A@X.example" })).Is(200)["email"].GetString(),
            Is.EqualTo("A@X.example"));
    }

    [Test]
    public async Task A_contact_is_found_by_its_new_name_and_the_current_name_of_its_new_company()
    {
        var created = await ContactAsync(companyId: await CompanyAsync());
        var globex = await CompanyAsync("Globex");
        (await Admin.PatchAsync($"/api/contacts/{created.Id}", new { lastName = "Müller-Lüdenscheidt", companyId = globex })).Is(200);
        await AssertFoundAsync(("muller", 1), ("LÜDENSCHEIDT", 1), ("globex", 1), ("acme", 0), ("doe", 0));

        (await Admin.PatchAsync($"/api/companies/{globex}", new { name = "Initech" })).Is(200);
        await AssertFoundAsync(("initech", 1), ("globex", 0), ("muller", 1));
        Assert.That((await Admin.GetAsync($"/api/contacts/{created.Id}"))["companyName"].GetString(), Is.EqualTo("Initech"));

        (await Admin.PatchAsync($"/api/contacts/{created.Id}", """{"companyId":null}""")).Is(200);
        await AssertFoundAsync(("initech", 0), ("muller", 1));

        async Task AssertFoundAsync(params (string Q, int Found)[] searches)
        {
            foreach (var (q, found) in searches)
                Assert.That((await Admin.GetAsync($"/api/contacts?q={Uri.EscapeDataString(q)}")).Is(200).Items, Has.Count.EqualTo(found),
                    q);
        }
    }

    [Test]
    public async Task A_new_company_must_exist_but_the_current_one_may_be_deleted()
    {
        var company = await CompanyAsync();
        var created = await ContactAsync(companyId: company);
        (await Admin.PatchAsync($"/api/contacts/{created.Id}", new { companyId = Guid.NewGuid() })).IsProblem(
            404, "company_not_found", "companyId");
        (await Admin.DeleteAsync($"/api/companies/{company}")).Is(204);
        Assert.That((await Admin.PatchAsync($"/api/contacts/{created.Id}", new { city = "Bonn" })).Is(200)["companyId"].GetGuid(),
            Is.EqualTo(company));
        var other = await ContactAsync();
        (await Admin.PatchAsync($"/api/contacts/{other.Id}", new { companyId = company })).IsProblem(404, "company_not_found", "companyId");
    }

    [Test]
    public async Task A_sales_rep_updates_only_own_contacts()
    {
        var rep = await UserAsync();
        var mine = (await rep.PostAsync("/api/contacts", new { firstName = "A", lastName = "B", ownerId = rep.Id })).Is(201);
        var theirs = await ContactAsync();
        (await rep.PatchAsync($"/api/contacts/{mine.Id}", new { city = "Bonn" })).Is(200);
        (await rep.PatchAsync($"/api/contacts/{theirs.Id}", new { city = "Bonn" })).IsProblem(403, "outside_scope");
        (await rep.PatchAsync($"/api/contacts/{mine.Id}", new { ownerId = Admin.Id })).IsProblem(403, "assign_missing");
        (await Admin.PatchAsync($"/api/contacts/{Guid.NewGuid()}", "{}")).IsProblem(404, "contact_not_found");
    }
}
