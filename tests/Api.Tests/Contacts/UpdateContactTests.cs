using System.Text.Json.Nodes;

namespace Crm.Api.Tests.Contacts;

public sealed class UpdateContactTests : ContactTest
{
    [Test]
    public async Task Get_edit_put_back_works()
    {
        var made = await ContactAsync("jo@acme.example", await CompanyAsync());
        var got = (await Admin.GetAsync($"/api/contacts/{made.Id}")).Is(200);
        Assert.That((await Admin.PutAsync($"/api/contacts/{made.Id}", got.Body)).Is(200).Body, Is.EqualTo(got.Body));
        Assert.That((await Admin.PutAsync($"/api/contacts/{made.Id}", made.Body)).Is(200).Body, Is.EqualTo(got.Body), "What the creation answered goes back, too.");
        var body = JsonNode.Parse(made.Body)!.AsObject();
        body["city"] = "Bonn";

        var put = (await Admin.PutAsync($"/api/contacts/{made.Id}", body.ToJsonString(), made.ETag)).Is(200);

        Assert.That((put["city"].GetString(), put["email"].GetString(), put["companyName"].GetString(), put.ETag), Is.EqualTo(("Bonn", "jo@acme.example", "Acme", "\"2\"")));
        (await Admin.PutAsync($"/api/contacts/{made.Id}", body.ToJsonString(), made.ETag)).IsProblem(412, "version_mismatch");
        (await Admin.PatchAsync($"/api/contacts/{made.Id}", new { companyName = "Other" })).IsProblem(400, "read_only_field", "companyName");
        (await Admin.PatchAsync($"/api/contacts/{made.Id}", new { lastContactDate = "2026-01-01T00:00:00Z" })).IsProblem(400, "read_only_field", "lastContactDate");
    }

    [Test]
    public async Task Put_replaces_and_patch_merges()
    {
        var made = (await Admin.PostAsync("/api/contacts", new { firstName = "Jo", lastName = "Doe", email = "jo@x.example", phone = "1", tags = new[] { "a" }, isActive = false })).Is(201);
        var patched = (await Admin.PatchAsync($"/api/contacts/{made.Id}", """{"phone":null,"lastName":"Roe"}""")).Is(200);
        Assert.That((patched["phone"].GetString(), patched["lastName"].GetString(), patched["email"].GetString(), patched["isActive"].GetBoolean()), Is.EqualTo(((string?)null, "Roe", "jo@x.example", false)));
        var put = (await Admin.PutAsync($"/api/contacts/{made.Id}", new { firstName = "Jo", lastName = "Poe" })).Is(200);
        Assert.That((put["email"].GetString(), put["tags"].GetRawText(), put["isActive"].GetBoolean()), Is.EqualTo(((string?)null, "[]", true)));
        (await Admin.PatchAsync($"/api/contacts/{made.Id}", """{"lastName":null}""")).IsProblem(400, "validation_failed", "lastName");
    }

    [Test]
    public async Task Another_contacts_e_mail_address_is_taken_and_ones_own_in_other_letters_is_not()
    {
        var first = await ContactAsync("a@x.example");
        var second = await ContactAsync("b@x.example");
        (await Admin.PatchAsync($"/api/contacts/{second.Id}", new { email = "A@X.example" })).IsProblem(409, "contact_email_taken", "email");
        Assert.That((await Admin.PatchAsync($"/api/contacts/{first.Id}", new { email = "A@X.example" })).Is(200)["email"].GetString(), Is.EqualTo("A@X.example"));
    }

    [Test]
    public async Task A_contact_is_found_by_its_new_name_and_by_its_new_companys_whatever_that_is_called_later()
    {
        var made = await ContactAsync(companyId: await CompanyAsync());
        var globex = await CompanyAsync("Globex");
        (await Admin.PatchAsync($"/api/contacts/{made.Id}", new { lastName = "Müller-Lüdenscheidt", companyId = globex })).Is(200);
        await AssertFoundAsync(("muller", 1), ("LÜDENSCHEIDT", 1), ("globex", 1), ("acme", 0), ("doe", 0));

        (await Admin.PatchAsync($"/api/companies/{globex}", new { name = "Initech" })).Is(200);
        await AssertFoundAsync(("initech", 1), ("globex", 0), ("muller", 1));
        Assert.That((await Admin.GetAsync($"/api/contacts/{made.Id}"))["companyName"].GetString(), Is.EqualTo("Initech"));

        (await Admin.PatchAsync($"/api/contacts/{made.Id}", """{"companyId":null}""")).Is(200);
        await AssertFoundAsync(("initech", 0), ("muller", 1));

        async Task AssertFoundAsync(params (string Q, int Found)[] searches)
        {
            foreach (var (q, found) in searches)
                Assert.That((await Admin.GetAsync($"/api/contacts?q={Uri.EscapeDataString(q)}")).Is(200).Items, Has.Count.EqualTo(found), q);
        }
    }

    [Test]
    public async Task A_company_named_anew_must_exist_but_one_named_before_may_have_gone_since()
    {
        var company = await CompanyAsync();
        var made = await ContactAsync(companyId: company);
        (await Admin.PatchAsync($"/api/contacts/{made.Id}", new { companyId = Guid.NewGuid() })).IsProblem(404, "company_not_found", "companyId");
        (await Admin.DeleteAsync($"/api/companies/{company}")).Is(204);
        Assert.That((await Admin.PatchAsync($"/api/contacts/{made.Id}", new { city = "Bonn" })).Is(200)["companyId"].GetGuid(), Is.EqualTo(company));
        var other = await ContactAsync();
        (await Admin.PatchAsync($"/api/contacts/{other.Id}", new { companyId = company })).IsProblem(404, "company_not_found", "companyId");
    }

    [Test]
    public async Task A_sales_rep_changes_own_contacts_alone()
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
