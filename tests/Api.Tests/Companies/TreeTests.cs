namespace Crm.Api.Tests.Companies;

public sealed class TreeTests : ApiTest
{
    private async Task<Guid> NewAsync(string name, Guid? parent = null) =>
        (await Admin.PostAsync("/api/companies", new { name, parentCompanyId = parent })).Is(201).Id;

    private Task<ApiResponse> MoveAsync(Guid id, Guid? parent) => Admin.PatchAsync($"/api/companies/{id}", new { parentCompanyId = parent });

    [Test]
    public async Task The_tree_is_shown_whole_from_any_of_its_companies()
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
                tree.Items.Select(i => (i.GetProperty("name").GetString(), i.GetProperty("level").GetInt32())),
                Is.EqualTo(new[] { ("Top", 1), ("A", 2), ("B", 2), ("Leaf", 3) }));
        }
    }

    [Test]
    public async Task No_company_stands_below_itself()
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
        (await Admin.PostAsync("/api/companies", new { name = "21", parentCompanyId = chain[^1] })).IsProblem(409, "company_tree_too_deep", "parentCompanyId");

        var top = await NewAsync("Above");
        (await MoveAsync(chain[0], top)).IsProblem(409, "company_tree_too_deep", "parentCompanyId");
        (await MoveAsync(chain[1], top)).Is(200);
        Assert.That((await Admin.GetAsync($"/api/companies/{chain[^1]}/tree")).Items, Has.Count.EqualTo(20));
    }

    [Test]
    public async Task Two_moves_at_once_never_close_a_cycle()
    {
        for (var round = 0; round < 5; round++)
        {
            var a = await NewAsync("A");
            var b = await NewAsync("B");

            var answers = await Task.WhenAll(MoveAsync(a, b), MoveAsync(b, a));

            Assert.That(answers.Count(x => x.Status == 200), Is.EqualTo(1), string.Join("\n", answers.Select(x => x.ToString())));
            answers.Single(x => x.Status != 200).IsProblem(409, "company_tree_cycle", "parentCompanyId");
        }
    }
}
