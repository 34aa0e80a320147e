using System.Text.Json.Nodes;
using Crm.Application.Common.Json;
using Crm.Application.Common.Records;

namespace Crm.Api.Tests.Conventions;

/// <summary>What of a shown record may come back in a PUT: get, edit, put back works for each record and child, at any time.</summary>
[Category("Slow")]
public sealed class ShownMembersTests : ApiTest
{
    /// <summary>The paths of one record of each kind, in several states.</summary>
    private async Task<Dictionary<string, Type>> FillAsync()
    {
        var paths = new Dictionary<string, Type>();
        var company = await AddAsync("companies", new { name = "Acme", employeeCount = 12, ownerId = Admin.Id, tags = new[] { "a" } });
        var child = await AddAsync("companies", new { name = "Acme North", parentCompanyId = company });
        await AddAsync($"companies/{company}/research", new { title = "Outlook", content = "Grows.", confidence = 0.5 });
        var contact = await AddAsync(
            "contacts", new
            {
                firstName = "Jo",
                lastName = "Doe",
                companyId = company,
                email = "jo@acme.example",
                latitude = 1,
                longitude = 2
            });
        await AddAsync($"contacts/{contact}/social-profiles", new { profileUrl = "https://x.com/jo", metadata = new { a = 1.50 } });
        var deal = await AddAsync(
            "deals", new { title = "Big", companyId = company, primaryContactId = contact, value = 5, competitors = new[] { "Contoso" } });
        await AddAsync($"deals/{deal}/products", new { productName = "P", quantity = 1.5, unitPrice = 2 });
        var won = await AddAsync("deals", new { title = "Won", companyId = child });
        (await Admin.PatchAsync(
            $"/api/deals/{won}/stage", new { stage = "CLOSED_WON", closeReason = "Price" }, mediaType: "application/json"))
            .Is(200);
        var lead = await AddAsync("leads", new { firstName = "Al", lastName = "Roe", company = "Roe Ltd", leadScore = 3 });
        var converted = await AddAsync("leads", new { firstName = "Cy", lastName = "Coe", company = "Coe Ltd", source = "WEBINAR" });
        (await Admin.PostAsync($"/api/leads/{converted}/convert", new { createDeal = true })).Is(200);
        await AddAsync("lead-lists", new { name = "Fair" });
        var group = await AddAsync("groups", new { name = "Team", type = "SALES_TEAM" });
        (await Admin.PostAsync($"/api/groups/{group}/members", new { userId = Admin.Id })).Is(201);
        await AddAsync("roles", new { name = "Odd", permissions = new { deals = new[] { "read" } } });
        await AddAsync("users", new
        {
            email = "u@x.example",
            username = "uxu",
            firstName = "U",
            lastName = "X",
            password = "a long enough new one",
            roleId = await Db.ScalarAsync<Guid>("select id from roles where name = 'Sales Rep'"),
        });
        await AddAsync("api-keys", new { name = "Key" });
        var task = await AddAsync("tasks", new { title = "Call", contactId = contact, assigneeId = Admin.Id, dueDate = "2026-01-31" });
        (await Admin.PatchAsync($"/api/tasks/{task}/complete", new { outcome = "Fine" }, mediaType: "application/json")).Is(200);
        await AddAsync("communications", new { type = "EMAIL", subject = "Draft", dealId = deal });
        await AddAsync("communications", new { type = "PHONE_CALL", direction = "INBOUND", contactId = contact, duration = 3 });
        await AddAsync("communications",
            new { type = "EMAIL", contactId = contact, scheduled = true, scheduledFor = Clock.Now.AddDays(1), metadata = new { x = "y" } });
        await AddAsync("notes", new { content = "Called.", companyId = company, leadId = lead, isPrivate = true });
        return paths;

        async Task<Guid> AddAsync(string collection, object body)
        {
            var created = (await Admin.PostAsync($"/api/{collection}", body)).Is(201);
            var parts = collection.Split('/');
            var record = RecordCatalog.All.Single(
                r => r.Collection == (parts.Length > 1 && parts[2] == "research" ? "research" : parts[0]));
            var view = parts.Length > 1 && parts[2] != "research" ? record.Child(parts[2]).View : record.View;
            paths.Add($"/api/{collection}/{created.Id}", view!);
            return created.Id;
        }
    }

    [Test]
    public async Task What_get_shows_is_put_back_and_changes_nothing()
    {
        var paths = await FillAsync();
        var updated = typeof(RecordCatalog).Assembly.GetTypes().SelectMany(t => t.GetInterfaces()
            .Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IUpdate<,,>) && i.GetGenericArguments()[0] == t)
            .Select(i => i.GetGenericArguments()[2]));
        Assert.That(paths.Values.Distinct(), Is.EquivalentTo(updated), "Each record and child that can be updated is tried.");
        // What the service derives changes meanwhile: last activity, days in stage, overdue, last login, names of others.
        Clock.Advance(TimeSpan.FromHours(1));
        foreach (var path in paths.Keys)
        {
            var shown = (await Admin.GetAsync(path)).Is(200);
            var put = (await Admin.PutAsync(path, shown.Body, $"\"{shown.Version}\"")).Is(200);
            Assert.That(put.Body, Is.EqualTo(shown.Body), path);
            Assert.That((await Admin.PatchAsync(path, shown.Body)).Is(200).Body, Is.EqualTo(shown.Body), path);
        }
    }

    [Test]
    public async Task The_response_of_an_action_is_put_back_too()
    {
        var paths = await FillAsync();
        foreach (var path in paths.Keys.Where(p => p.Split('/').Length == 4 && !p.StartsWith("/api/api-keys", StringComparison.Ordinal)))
        {
            var restored = (await Admin.PostAsync($"{path}/restore")).Is(200);
            Assert.That((await Admin.PutAsync(path, restored.Body)).Is(200).Body, Is.EqualTo(restored.Body));
        }

        var company = (await Admin.PostAsync("/api/companies", new { name = "Zeta" })).Is(201);
        Assert.That((await Admin.PutAsync($"/api/companies/{company.Id}", company.Body)).Is(200).Version, Is.EqualTo(1));
        var contact = new { firstName = "Zoe", lastName = "Zeta", phone = "+1 555 0100" };
        (await Admin.PostAsync("/api/contacts", contact)).Is(201);
        var warned = (await Admin.PostAsync("/api/contacts", contact)).Is(201);
        Assert.That((await Admin.PutAsync($"/api/contacts/{warned.Id}", warned.Body)).Is(200).Version, Is.EqualTo(1));
        var task = (await Admin.PostAsync("/api/tasks", new { title = "T" })).Is(201);
        var done = (await Admin.PatchAsync(
            $"/api/tasks/{task.Id}/complete", new { next = new { title = "Next" } }, mediaType: "application/json")).Is(200);
        Assert.That((await Admin.PutAsync($"/api/tasks/{task.Id}", done.Body)).Is(200).Version, Is.EqualTo(2));
    }

    [Test]
    public async Task Each_shown_member_with_another_value_is_refused_or_ignored_as_declared()
    {
        var writable = typeof(RecordCatalog).Assembly.GetTypes().SelectMany(t => t.GetInterfaces()
            .Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IUpdate<,,>) && i.GetGenericArguments()[0] == t)
            .Select(i => (View: i.GetGenericArguments()[2], Update: t)))
                .ToDictionary(u => u.View, u => StrictJson.Members(u.Update, false));
        var (ignored, refused) = (new SortedSet<string>(), new SortedSet<string>());
        foreach (var (path, view) in await FillAsync())
        {
            var shown = (await Admin.GetAsync(path)).Is(200);
            foreach (var member in shown.Json.EnumerateObject().Where(m => !writable[view].Contains(m.Name)))
            {
                var name = $"{view.Name}.{member.Name}";
                var body = new JsonObject { [member.Name] = Other(member.Value) };
                var response = await Admin.PatchAsync(path, body.ToJsonString());
                var whole = JsonNode.Parse(shown.Body)!.AsObject();
                whole[member.Name] = Other(member.Value);
                Assert.That((await Admin.PutAsync(path, whole.ToJsonString())).Status, Is.EqualTo(response.Status), name);
                if (response.Status == 200)
                {
                    Assert.That(response.Body, Is.EqualTo(shown.Body), name);
                    ignored.Add(name);
                }
                else if (member.Name == "version")
                {
                    response.IsProblem(412, "version_mismatch");
                }
                else
                {
                    response.IsProblem(400, "read_only_field", member.Name);
                    refused.Add(name);
                }
            }
        }

        Assert.That(ignored, Is.SupersetOf(new[]
        {
            "CompanyView.lastActivityDate", "CompanyView.parentCompanyName", "ContactView.companyName", "ContactView.lastContactDate",
            "ContactView.ownerName", "DealView.company", "DealView.daysInStage", "DealView.history", "DealView.owner",
            "DealView.primaryContact", "DealProductView.totalPrice", "LeadView.assignedToName", "TaskView.overdue", "TaskView.dealTitle",
            "UserView.lastLoginAt", "UserView.roleName", "UserView.fullName", "GroupView.memberCount", "NoteView.creatorName",
        }));
        Assert.That(refused, Is.SupersetOf(new[]
        {
            "CompanyView.id", "CompanyView.createdAt", "DealView.stage", "DealView.products", "DealView.isActive", "DealView.valueSource",
            "DealView.actualCloseDate", "DealView.closeReason", "LeadView.isConverted", "LeadView.convertedToDealId",
            "CommunicationView.status", "CommunicationView.sentAt", "CommunicationView.creatorId", "TaskView.completedAt",
            "DealProductView.dealId", "SocialProfileView.contactId", "CompanyResearchView.companyId", "ApiKeyView.expiresAt",
        }));
        Assert.That(refused.Where(m => m.EndsWith("Name", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public async Task A_stale_version_is_412_before_anything_else_is_compared()
    {
        var company = (await Admin.PostAsync("/api/companies", new { name = "Acme" })).Is(201).Id;
        var deal = (await Admin.PostAsync("/api/deals", new { title = "T", companyId = company })).Is(201);
        (await Admin.PatchAsync($"/api/deals/{deal.Id}/stage", new { stage = "PROPOSING" }, mediaType: "application/json")).Is(200);

        (await Admin.PutAsync($"/api/deals/{deal.Id}", deal.Body)).IsProblem(412, "version_mismatch");
        (await Admin.PatchAsync($"/api/deals/{deal.Id}", """{"version": 1.5}""")).IsProblem(412, "version_mismatch");
        (await Admin.PatchAsync($"/api/deals/{deal.Id}", """{"version": 2.0}""")).Is(200);
        (await Admin.PatchAsync($"/api/deals/{deal.Id}", """{"version": 1e400}""")).IsProblem(412, "version_mismatch");
        (await Admin.PatchAsync($"/api/deals/{deal.Id}", """{"deletedAt": null}""")).IsProblem(400, "unknown_member");
    }

    /// <summary>Another value of the same type.</summary>
    private static JsonNode? Other(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "other",
        JsonValueKind.True => false,
        JsonValueKind.False => true,
        JsonValueKind.Number => value.GetDecimal() + 1,
        JsonValueKind.String => value.GetString() + "x",
        JsonValueKind.Array => new JsonArray(1),
        _ => new JsonObject(),
    };
}
