namespace Crm.Api.Tests.Companies;

public sealed class TreeTests : ApiTest
{
    private async Task<Guid> NewAsync(string name, Guid? parent = null) =>
        (await Admin.PostAsync("/api/companies", new { name, parentCompanyId = parent })).Is(201).Id;

    private Task<ApiResponse> MoveAsync(Guid id, Guid? parent) =>
        Admin.PatchAsync($"/api/companies/{id}", new { parentCompanyId = parent });

    [Test]
    public async Task The_whole_tree_is_returned_for_any_of_its_companies()
    {
        var top = await NewAsync("Top");
        var b = await NewAsync("B", top);
        var a = await NewAsync("A", top);
        var leaf = await NewAsync("Leaf", b);
        await NewAsync("Elsewhere");
        foreach (var id in new[] { top, a, b, leaf })
        {
            var tree = (await Admin.GetAsync($"/api/companies/{id}/tree")).Is(200);
            Assert.That(
                tree.Items.Select(i => new { Name = i.GetProperty("name").GetString(), Level = i.GetProperty("level").GetInt32() }),
                Is.EqualTo(new[] { new { Name = "Top", Level = 1 }, new { Name = "A", Level = 2 }, new { Name = "B", Level = 2 },
                    new { Name = "Leaf", Level = 3 } }));
        }
    }

    [Test]
    public async Task No_company_is_its_own_ancestor()
    {
        var a = await NewAsync("A");
        var b = await NewAsync("B", a);
        var c = await NewAsync("C", b);
        (await MoveAsync(a, a)).IsProblem(409, "company_tree_cycle", "parentCompanyId");
        (await MoveAsync(a, c)).IsProblem(409, "company_tree_cycle", "parentCompanyId");
        (await MoveAsync(a, Guid.NewGuid())).IsProblem(404, "company_not_found", "parentCompanyId");
        (await MoveAsync(c, a)).Is(200);
        (await MoveAsync(b, c)).Is(200);
        (await MoveAsync(a, b)).IsProblem(409, "company_tree_cycle", "parentCompanyId");
        (await MoveAsync(b, null)).Is(200);
    }

    [Test]
    public async Task A_tree_has_at_most_20_levels()
    {
        var chain = new List<Guid> { await NewAsync("1") };
        for (var level = 2; level <= 20; level++)
            chain.Add(await NewAsync($"{level}", chain[^1]));
        (await Admin.PostAsync("/api/companies", new { name = "21", parentCompanyId = chain[^1] })).IsProblem(
            409, "company_tree_too_deep", "parentCompanyId");

        var top = await NewAsync("Above");
        (await MoveAsync(chain[0], top)).IsProblem(409, "company_tree_too_deep", "parentCompanyId");
        (await MoveAsync(chain[1], top)).Is(200);
        Assert.That((await Admin.GetAsync($"/api/companies/{chain[^1]}/tree")).Items, Has.Count.EqualTo(20));
    }

    [Test]
    public async Task Concurrent_changes_of_parent_never_form_a_cycle()
    {
        for (var round = 0; round < 5; round++)
        {
            var a = await NewAsync("A");
            var b = await NewAsync("B");

            var responses = await Task.WhenAll(MoveAsync(a, b), MoveAsync(b, a));

            Assert.That(responses.Count(x => x.Status == 200), Is.EqualTo(1), string.Join("\n", responses.Select(x => x.ToString())));
            responses.Single(x => x.Status != 200).IsProblem(409, "company_tree_cycle", "parentCompanyId");
        }
    }
}
