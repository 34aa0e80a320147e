namespace Crm.Api.Tests.Deals;

public sealed class ListDealHistoryTests : DealTest
{
    [Test]
    public async Task History_rows_carry_seq_from_1_and_are_ordered_by_it_newest_first()
    {
        var rep = await UserAsync(firstName: "Ada", lastName: "Byron");
        var deal = await DealAsync(rep);
        (await rep.PatchAsync($"/api/deals/{deal.Id}/stage", new { stage = "PROPOSING", reason = "met" })).Is(200);
        // A clock that steps back does not reverse the order.
        Clock.Advance(TimeSpan.FromHours(-2));
        (await MoveAsync(deal.Id, new { stage = "CLOSED_WON" })).Is(200);
        await DealAsync();

        var rows = (await Admin.GetAsync($"/api/deals/{deal.Id}/history?count=exact")).Is(200);

        Assert.That(rows["count"].GetInt32(), Is.EqualTo(3));
        Assert.That(
            rows.Items.Select(r => new Transition(
                r.GetProperty("seq").GetInt32(), r.GetProperty("fromStage").GetString(), r.GetProperty("toStage").GetString(),
                r.GetProperty("reason").GetString())),
            Is.EqualTo(new Transition[] { new(3, "PROPOSING", "CLOSED_WON", null), new(2, "PROSPECTING", "PROPOSING", "met"),
                new(1, null, "PROSPECTING", null) }));
        Assert.That(Texts(rows.Items, "changedByName"), Is.EqualTo(new[] { "System Administrator", "Ada Byron", "Ada Byron" }));
        Assert.That(rows.Items.Select(r => r.GetProperty("changedAt").GetString()), Is.Ordered.Descending);
        Assert.That(rows.Items.Select(r => r.GetProperty("dealId").GetGuid()), Is.All.EqualTo(deal.Id));
    }

    [Test]
    public async Task It_is_a_list_like_any_other()
    {
        var deal = await DealAsync();
        foreach (var stage in new[] { "PROPOSING", "QUALIFYING", "PROPOSING", "ON_HOLD" })
            (await MoveAsync(deal.Id, new { stage })).Is(200);
        var path = $"/api/deals/{deal.Id}/history";

        foreach (var (query, expected) in new (string, int[])[]
        {
            ("toStage=PROPOSING", [4, 2]),
            ("fromStage=PROPOSING", [5, 3]),
            ("fromStage[isNull]=true", [1]),
            ("seq[gt]=2&sort=seq", [3, 4, 5]),
            ("changedBy=me&limit=2", [5, 4]),
        })
            Assert.That((await Admin.GetAsync($"{path}?{query}")).Is(200).Items.Select(r => r.GetProperty("seq").GetInt32()),
                Is.EqualTo(expected), query);

        var first = (await Admin.GetAsync($"{path}?limit=3")).Is(200);
        var second = (await Admin.GetAsync($"{path}?limit=3&cursor={first.NextCursor}")).Is(200);
        Assert.That(first.Items.Concat(second.Items).Select(r => r.GetProperty("seq").GetInt32()), Is.EqualTo(new[] { 5, 4, 3, 2, 1 }));
        (await Admin.GetAsync($"/api/deals/{Guid.NewGuid()}/history")).IsProblem(404, "deal_not_found");
    }
}
