using Crm.Domain.Roles;

namespace Crm.Api.Tests.Deals;

public sealed class ChangeDealStageConcurrencyTests : DealTest
{
    [Test]
    [Category("Slow")]
    public async Task A_thousand_moves_at_once_are_one_legal_walk()
    {
        var id = (await DealAsync()).Id;
        ApiClient[] clients = [Admin, await UserAsync(BuiltInRoles.SalesManager), await UserAsync(BuiltInRoles.SalesManager), await UserWithAsync("""{"deals": ["read", "update"]}""")];
        var random = new Random(20_261);
        var moves = Enumerable.Range(0, 1000).Select(i => (Client: clients[i % clients.Length], Stage: Stages[random.Next(Stages.Length)])).ToArray();

        var answers = await Task.WhenAll(moves.Select(m => m.Client.PatchAsync(
            $"/api/deals/{id}/stage", new { stage = m.Stage, reason = "again", lossReason = m.Stage == "CLOSED_LOST" ? "price" : null })));

        foreach (var answer in answers.Where(a => a.Status != 200))
        {
            Assert.That(answer.Status, Is.EqualTo(409).Or.EqualTo(503), answer.ToString());
            if (answer.Status == 409)
                answer.IsProblem(409, "transition_not_allowed");
            else
                Assert.That(answer.Header("Retry-After"), Is.Not.Null);
        }

        var history = await Db.QueryAsync<(int Seq, string? From, string To)>("select seq, from_stage, to_stage from deal_stage_history where deal_id = @id order by seq", new { id });
        var changes = history.Count - 1;
        Assert.That(history.Select(h => h.Seq), Is.EqualTo(Enumerable.Range(1, history.Count)));
        for (var i = 1; i < history.Count; i++)
        {
            Assert.That(history[i].From, Is.EqualTo(history[i - 1].To), $"step {i + 1}");
            Assert.That(StageOracle.Allows(history[i].From!, history[i].To), Is.True, $"{history[i]}");
        }

        var now = await GetAsync(id);
        Assert.That((now.Version, now["stage"].GetString()), Is.EqualTo((changes + 1L, history[^1].To)));
        // Each change was answered to whoever made it, and each answer shows the deal as it was at its version.
        var done = moves.Zip(answers).Where(x => x.Second.Status == 200).ToArray();
        foreach (var (move, answer) in done)
            Assert.That((answer["stage"].GetString(), history[(int)answer.Version - 1].To), Is.EqualTo((move.Stage, move.Stage)));
        Assert.That(done.Select(d => d.Second.Version).Distinct().Where(v => v > 1).Order(), Is.EqualTo(Enumerable.Range(2, changes).Select(v => (long)v)));
        Assert.That(changes, Is.GreaterThan(20));
        TestContext.Out.WriteLine($"{changes} changes, {answers.Count(a => a.Status == 409)} refused, {answers.Count(a => a.Status == 503)} turned away");
    }

    [Test]
    public async Task Of_many_with_the_same_version_in_hand_one_moves_the_deal()
    {
        var id = (await DealAsync()).Id;
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => MoveAsync(id, new { stage = "PROPOSING" }, ifMatch: "\"1\"")));
        Assert.That(answers.Count(a => a.Status == 200), Is.EqualTo(1));
        foreach (var loser in answers.Where(a => a.Status != 200))
            loser.IsProblem(412, "version_mismatch");
    }
}
