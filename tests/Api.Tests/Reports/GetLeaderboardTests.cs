using Crm.Application.Common.Json;
using Crm.Application.Reports;

namespace Crm.Api.Tests.Reports;

public sealed class GetLeaderboardTests : ReportTest
{
    [Test]
    public async Task Equal_values_share_a_rank_and_the_next_rank_is_skipped()
    {
        var people = new[] { await UserAsync(firstName: "Anna"), await UserAsync(firstName: "Ben"), await UserAsync(firstName: "Cleo"),
            await UserAsync(firstName: "Dora") };
        foreach (var (owner, value) in new[] { (0, 50), (0, 50), (1, 100), (2, 99) })
            await DealAsync(new { ownerId = people[owner].Id, value }, ("PROSPECTING", "2025-03-02"), ("CLOSED_WON", "2025-03-12"));
        await DealAsync(new { ownerId = people[1].Id }, ("PROSPECTING", "2025-03-02"), ("CLOSED_LOST", "2025-03-12"));
        await DealAsync(new { ownerId = people[3].Id, currency = "USD" }, ("PROSPECTING", "2025-03-02"), ("CLOSED_LOST", "2025-03-12"));

        var rows = JsonSerializer.Deserialize<List<LeaderboardRow>>(
            await RowsAsync("leaderboard?from=2025-03-01&to=2025-03-31"), CrmJson.Options);

        Assert.That(rows, Is.EqualTo(new[]
        {
            new LeaderboardRow(1, people[0].Id, "Anna Tester", "EUR", 2, 0, 100, 1, 10),
            new LeaderboardRow(1, people[1].Id, "Ben Tester", "EUR", 1, 1, 100, 0.5, 10),
            new LeaderboardRow(3, people[2].Id, "Cleo Tester", "EUR", 1, 0, 99, 1, 10),
            new LeaderboardRow(1, people[3].Id, "Dora Tester", "USD", 0, 1, 0, 0, null),
        }));
    }
}
