namespace Crm.Api.Tests.Deals;

public sealed class GetDealTransitionsTests : DealTest
{
    [TestCaseSource(nameof(Stages))]
    public async Task It_lists_what_is_allowed_now_and_what_each_needs(string stage)
    {
        var deal = await DealInAsync(stage);

        var shown = (await Admin.GetAsync($"/api/deals/{deal.Id}/transitions")).Is(200);

        Assert.That(shown["stage"].GetString(), Is.EqualTo(stage));
        var present = deal["probability"].GetInt32();
        Assert.That(
            shown["allowed"].EnumerateArray().Select(a => (
                a.GetProperty("stage").GetString(), a.GetProperty("probability").GetInt32(), string.Join(',', a.GetProperty("requires").Deserialize<string[]>()!))),
            Is.EqualTo(StageOracle.AllowedFrom(stage).Select(to => (to, StageOracle.Probability(to, present), StageOracle.Requires(stage, to) ?? ""))));
    }

    [Test]
    public async Task There_are_none_of_a_deal_that_is_not_there() =>
        (await Admin.GetAsync($"/api/deals/{Guid.NewGuid()}/transitions")).IsProblem(404, "deal_not_found");
}
