using Crm.Api.Hosting;
using Crm.Api.Tests.Reports;
using Crm.Infrastructure.Persistence;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Api.Tests.Dashboards;

/// <summary>The rollups equal the sums over the records, even with concurrent writes, merges and rebuilds.</summary>
public sealed class RollupsTests : ApiTest
{
    private Rollups Sums => Host.Services.GetRequiredService<Rollups>();

    [Test]
    [Category("Slow")]
    public async Task They_are_exact_while_many_write_and_they_are_folded_and_rebuilt()
    {
        const int Things = 6;
        var owners = new[] { (await UserAsync()).Id, (await UserAsync()).Id };
        var company = (await Admin.PostAsync("/api/companies", new { name = "Acme" })).Is(201).Id;
        var (deals, contacts, tasks) = (new List<Guid>(), new List<Guid>(), new List<Guid>());
        for (var i = 0; i < Things; i++)
        {
            contacts.Add((await Admin.PostAsync("/api/contacts", new { firstName = "Jo", lastName = $"Doe {i}" })).Is(201).Id);
            deals.Add((await Admin.PostAsync(
                "/api/deals", new { title = $"Deal {i}", companyId = company, ownerId = owners[i % 2], value = 10 + i })).Is(201).Id);
        }

        // Each task has two subjects; whether it counts depends on both of them.
        for (var i = 0; i < Things * 2; i++)
        {
            var about = new
            {
                title = $"Task {i}",
                assigneeId = owners[i % 2],
                dealId = deals[i % Things],
                contactId = contacts[(i * 5) % Things]
            };
            tasks.Add((await Admin.PostAsync("/api/tasks", about)).Is(201).Id);
        }

        using var stop = new CancellationTokenSource();
        var (rounds, rebuilt, retried) = (0, 0, 0);
        var background = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                rounds++;
                await Sums.FoldAsync(CancellationToken.None);
                if (rounds % 5 == 1)
                {
                    rebuilt++;
                    await Sums.RebuildAsync(CancellationToken.None);
                }

                Assert.That(await Sums.VerifyAsync(CancellationToken.None), Is.Empty);
            }
        });
        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => WriteAsync(new Random(writer))));
        await stop.CancelAsync();
        await background;

        Assert.That(rebuilt, Is.GreaterThan(0), $"{rounds} rounds");
        Assert.That(await Sums.VerifyAsync(CancellationToken.None), Is.Empty);

        async Task WriteAsync(Random random)
        {
            string[] stages = ["PROSPECTING", "QUALIFYING", "PROPOSING", "NEGOTIATING", "CLOSED_WON"];
            for (var i = 0; i < 40; i++)
            {
                var (deal, contact, task) = (deals[random.Next(Things)], contacts[random.Next(Things)], tasks[random.Next(tasks.Count)]);
                var (what, stage, owner) = (random.Next(8), stages[random.Next(stages.Length)], owners[random.Next(2)]);
                ApiResponse response;
                do
                {
                    response = await (what switch
                    {
                        0 => Admin.DeleteAsync($"/api/contacts/{contact}"),
                        1 or 2 => Admin.PostAsync($"/api/contacts/{contact}/restore"),
                        3 => Admin.DeleteAsync($"/api/deals/{deal}"),
                        4 => Admin.PostAsync($"/api/deals/{deal}/restore"),
                        5 => Admin.PatchAsync($"/api/deals/{deal}/stage", new { stage, reason = "again" }),
                        6 => Admin.PatchAsync($"/api/tasks/{task}/complete", new { }),
                        _ => Admin.PatchAsync($"/api/tasks/{task}", new { status = "PENDING", assigneeId = owner }),
                    });
                }
                while (response.Status == 503 && ++retried < 20); // retry, as Retry-After says
                Assert.That(response.Status, Is.LessThan(500), response.ToString());
            }
        }
    }

    [Test]
    public async Task A_statement_writes_one_delta_for_each_key()
    {
        var (anna, ben) = (await UserAsync(), await UserAsync());
        await new SalesData(Db).AddRandomAsync(5, [(anna.Id, "Anna"), (ben.Id, "Ben")], 2_000);

        var keys = await Db.ScalarAsync<long>(
            "select count(*) from (select distinct figure, owner_id, currency, state, source, day from rollup_deltas) k");
        Assert.That(await Db.ScalarAsync<long>("select count(*) from rollup_deltas"), Is.EqualTo(keys).And.LessThan(2_000));
        Assert.That(await Sums.VerifyAsync(CancellationToken.None), Is.Empty);

        Assert.That(await Sums.FoldAsync(CancellationToken.None), Is.EqualTo(keys));
        Assert.That(await Sums.FoldAsync(CancellationToken.None), Is.Zero);
        Assert.That(await Sums.VerifyAsync(CancellationToken.None), Is.Empty);
    }

    [Test]
    public async Task A_change_that_affects_no_figure_writes_no_delta()
    {
        await new SalesData(Db).AddAsync(Admin.Id, "PROPOSING");
        var deal = await Db.ScalarAsync<Guid>("select id from deals");
        var before = await Db.ScalarAsync<long>("select count(*) from rollup_deltas");

        (await Admin.PatchAsync($"/api/deals/{deal}", new { title = "Another" })).Is(200);
        Assert.That(await Db.ScalarAsync<long>("select count(*) from rollup_deltas"), Is.EqualTo(before));

        (await Admin.PatchAsync($"/api/deals/{deal}", new { value = 7 })).Is(200);
        Assert.That(await Db.ScalarAsync<long>("select count(*) from rollup_deltas"), Is.EqualTo(before + 1));
    }

    [Test]
    public async Task Sums_of_zero_are_deleted()
    {
        var deal = (await new SalesData(Db).AddAsync(Admin.Id, "PROPOSING")).Id;
        await Sums.FoldAsync(CancellationToken.None);
        (await Admin.PatchAsync($"/api/deals/{deal}/stage", new { stage = "NEGOTIATING" })).Is(200);
        await Sums.FoldAsync(CancellationToken.None);
        Assert.That(await Db.ScalarAsync<long>("select count(*) from rollups"), Is.EqualTo(4));

        Assert.That(await Sums.SweepAsync(CancellationToken.None), Is.EqualTo(2));
        Assert.That(await Sums.VerifyAsync(CancellationToken.None), Is.Empty);
    }

    [Test]
    public async Task The_command_reports_a_wrong_sum_and_recomputes_it()
    {
        await new SalesData(Db).AddAsync(Admin.Id, "PROPOSING", 100);
        await Sums.FoldAsync(CancellationToken.None);
        Assert.That(await RunAsync("--verify"), Does.EndWith("All rollups match the records"));
        await Db.ExecuteAsync("update rollups set n = n + 1, value = value + 0.01 where owner_id is null");

        var rejected = await Assert.ThrowsAsync<StartException>(() => RunAsync("--verify"));
        Assert.That(rejected!.Message, Does.Contain("DEALS: 1 rollup(s) are wrong").And.Contain(
            "everybody EUR PROPOSING count 1 value 0.01").And.Contain("--rebuild"));

        Assert.That(await RunAsync("--rebuild"), Does.EndWith("The rollups are rebuilt"));
        Assert.That(await RunAsync("--verify"), Does.EndWith("All rollups match the records"));
        Assert.That(await Db.ScalarAsync<long>("select count(*) from rollup_deltas"), Is.Zero);
    }

    [TestCase("rollups")]
    [TestCase("rollups", "--verify", "--rebuild")]
    [TestCase("serve", "--verify")]
    public void The_command_requires_one_of_its_options_and_no_other_command_accepts_them(params string[] args) =>
        Assert.That(() => Arguments.Parse(args),
            Throws.InstanceOf<StartException>().With.Message.StartsWith("rollups requires exactly one of"));

    private async Task<string> RunAsync(string option)
    {
        var progress = new RecordedProgress();
        await RollupsVerb.RunAsync(Sums, Arguments.Parse(["rollups", option]), progress, CancellationToken.None);
        return string.Join('\n', progress.Lines);
    }

    private sealed class RecordedProgress : IProgress<string>
    {
        public List<string> Lines { get; } = [];

        public void Report(string value) => Lines.Add(value);
    }
}
