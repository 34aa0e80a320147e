namespace Crm.Api.Tests.Deals;

public sealed class GetDealTransitionsTests : DealTest
{
    [TestCaseSource(nameof(Stages))]
    public async Task It_lists_the_allowed_transitions_and_their_requirements(string stage)
    {
        var deal = await DealInAsync(stage);

        var shown = (await Admin.GetAsync($"/api/deals/{deal.Id}/transitions")).Is(200);

        Assert.That(shown["stage"].GetString(), Is.EqualTo(stage));
        var current = deal["probability"].GetInt32();
        Assert.That(
            shown["allowed"].EnumerateArray().Select(a => new
            {
                Stage = a.GetProperty("stage").GetString(),
                Probability = a.GetProperty("probability").GetInt32(),
                Requires = string.Join(',', a.GetProperty("requires").Deserialize<string[]>()!),
            }),
            Is.EqualTo(StageOracle.AllowedFrom(stage).Select(to => new
            {
                Stage = to,
                Probability = StageOracle.Probability(to, current),
                Requires = StageOracle.Requires(stage, to) ?? "",
            })));
    }

    [Test]
    public async Task An_unknown_deal_is_not_found() =>
        (await Admin.GetAsync($"/api/deals/{Guid.NewGuid()}/transitions")).IsProblem(404, "deal_not_found");
}
