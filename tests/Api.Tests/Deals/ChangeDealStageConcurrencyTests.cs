using Crm.Domain.Roles;

namespace Crm.Api.Tests.Deals;

public sealed class ChangeDealStageConcurrencyTests : DealTest
{
    [Test]
    [Category("Slow")]
    public async Task A_thousand_concurrent_transitions_form_one_valid_history()
    {
        var id = (await DealAsync()).Id;
        ApiClient[] clients =
            [Admin, await UserAsync(BuiltInRoles.SalesManager), await UserAsync(BuiltInRoles.SalesManager),
                await UserWithAsync("""{"deals": ["read", "update"]}""")];
        var random = new Random(20_261);
        var moves = Enumerable.Range(0, 1000).Select(i => (Client: clients[i % clients.Length], Stage: Stages[random.Next(Stages.Length)]))
            .ToArray();

        var responses = await Task.WhenAll(moves.Select(m => m.Client.PatchAsync(
            $"/api/deals/{id}/stage", new { stage = m.Stage, reason = "again", lossReason = m.Stage == "CLOSED_LOST" ? "price" : null })));

        foreach (var response in responses.Where(a => a.Status != 200))
        {
            Assert.That(response.Status, Is.EqualTo(409).Or.EqualTo(503), response.ToString());
            if (response.Status == 409)
                response.IsProblem(409, "transition_not_allowed");
            else
                Assert.That(response.Header("Retry-After"), Is.Not.Null);
        }

        var history = await Db.QueryAsync<(int Seq, string? From, string To)>(
            "select seq, from_stage, to_stage from deal_stage_history where deal_id = @id order by seq", new { id });
        var changes = history.Count - 1;
        Assert.That(history.Select(h => h.Seq), Is.EqualTo(Enumerable.Range(1, history.Count)));
        for (var i = 1; i < history.Count; i++)
        {
            Assert.That(history[i].From, Is.EqualTo(history[i - 1].To), $"transition {i + 1}");
            Assert.That(StageOracle.Allows(history[i].From!, history[i].To), Is.True, $"{history[i]}");
        }

        var current = await GetAsync(id);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(current.Version, Is.EqualTo(changes + 1L));
            Assert.That(current["stage"].GetString(), Is.EqualTo(history[^1].To));
        }

        // Each response shows the deal as it was at the version that the request created.
        var done = moves.Zip(responses).Where(x => x.Second.Status == 200).ToArray();
        foreach (var (move, response) in done)
        {
            using (Assert.EnterMultipleScope())
            {
                Assert.That(response["stage"].GetString(), Is.EqualTo(move.Stage));
                Assert.That(history[(int)response.Version - 1].To, Is.EqualTo(move.Stage));
            }
        }

        Assert.That(done.Select(d => d.Second.Version).Distinct().Where(v => v > 1).Order(),
            Is.EqualTo(Enumerable.Range(2, changes).Select(v => (long)v)));
        Assert.That(changes, Is.GreaterThan(20));
        TestContext.Out.WriteLine(
            $"{changes} changes, {responses.Count(a => a.Status == 409)} rejected, {responses.Count(a => a.Status == 503)} unavailable");
    }

    [Test]
    public async Task A_deal_is_never_reopened_while_its_company_or_contact_is_deleted()
    {
        for (var round = 0; round < 10; round++)
        {
            var (company, contact) = (await CompanyAsync(), await ContactAsync());
            var deal = await DealAsync(more: new { companyId = company, primaryContactId = contact });
            (await MoveAsync(deal.Id, new { stage = "CLOSED_WON" })).Is(200);
            var parent = round % 2 == 0 ? $"/api/companies/{company}" : $"/api/contacts/{contact}";

            var responses = await Task.WhenAll(
                Admin.DeleteAsync(parent), MoveAsync(deal.Id, new { stage = "QUALIFYING", reason = "again" }));

            var (deleted, reopened) = (responses[0], responses[1]);
            Assert.That((deleted.Status, reopened.Status), Is.EqualTo((204, 409)).Or.EqualTo((409, 200)), $"{deleted}\n{reopened}");
        }
    }

    [Test]
    public async Task Of_concurrent_transitions_with_one_version_one_succeeds()
    {
        var id = (await DealAsync()).Id;
        var responses = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => MoveAsync(id, new { stage = "PROPOSING" }, ifMatch: "\"1\"")));
        Assert.That(responses.Count(a => a.Status == 200), Is.EqualTo(1));
        foreach (var rejected in responses.Where(a => a.Status != 200))
            rejected.IsProblem(412, "version_mismatch");
    }
}
