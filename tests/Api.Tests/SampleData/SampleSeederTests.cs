using Crm.Domain.Communications;
using Crm.Domain.Companies;
using Crm.Domain.Contacts;
using Crm.Domain.Deals;
using Crm.Domain.Groups;
using Crm.Domain.LeadLists;
using Crm.Domain.Leads;
using Crm.Domain.Notes;
using Crm.Domain.Tasks;
using Crm.Domain.Users;
using Crm.Infrastructure.Persistence;
using Crm.SampleData;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Api.Tests.SampleData;

/// <summary>The sample data is written by COPY and equals what the service would have written.</summary>
[Category("Slow")]
public sealed class SampleSeederTests : ApiTest
{
    private sealed class NoProgress : IProgress<string>
    {
        public void Report(string value)
        {
        }
    }

    private async Task<bool> SeedAsync()
    {
        await using var scope = Host.Services.CreateAsyncScope();
        var seeder = ActivatorUtilities.CreateInstance<SampleSeeder>(scope.ServiceProvider);
        return await seeder.SeedAsync(new NoProgress(), CancellationToken.None);
    }

    [Test]
    public async Task It_fills_an_empty_database_as_the_service_would_have()
    {
        Assert.That(await SeedAsync(), Is.True);
        await CountsAsync();
        await HistoriesAsync();
        await LastActivitiesAsync();
        Assert.That(await Host.Services.GetRequiredService<Rollups>().VerifyAsync(CancellationToken.None), Is.Empty);
        await AuditAsync();
        await ShownAsync();
        Assert.That(await SeedAsync(), Is.False, "A database with companies is not seeded.");
        await CountsAsync();
    }

    private async Task CountsAsync()
    {
        var counts = new Dictionary<string, int>
        {
            ["users"] = 41,
            ["user_groups"] = 7,
            ["user_group_members"] = 44,
            ["companies"] = 500,
            ["contacts"] = 2_000,
            ["deals"] = 3_000,
            ["leads"] = 700,
            ["lead_lists"] = 4,
            ["lead_activities"] = 6_000,
            ["tasks"] = 1_000,
            ["communications"] = 1_000,
            ["notes"] = 500,
        };
        foreach (var (table, count) in counts)
            Assert.That(await CountAsync(table), Is.EqualTo(count), table);
        Assert.That(await CountAsync("outbox_messages where relayed_at is not null"), Is.GreaterThan(30_000));
        Assert.That(await CountAsync("outbox_messages where relayed_at is null"), Is.Zero);
        Assert.That(await CountAsync("lead_list_members"), Is.GreaterThan(100));
    }

    private Task<int> CountAsync(string from) => Db.ScalarAsync<int>($"select count(*)::int from {from}");

    private async Task HistoriesAsync()
    {
        const string broken = """
            select count(*)::int from (
                select d.id from deals d left join deal_stage_history h on h.deal_id = d.id
                group by d.id, d.stage, d.stage_seq
                having count(h.id) <> d.stage_seq or (array_agg(h.to_stage order by h.seq desc))[1] <> d.stage
                union all
                select l.id from leads l left join lead_status_history h on h.lead_id = l.id
                group by l.id, l.status, l.status_seq
                having count(h.id) <> l.status_seq or (array_agg(h.to_status order by h.seq desc))[1] <> l.status) wrong
            """;
        Assert.That(await Db.ScalarAsync<int>(broken), Is.Zero);
        foreach (var table in new[] { "deal_stage_history", "lead_status_history" })
        {
            var missing = $"{table} h where not exists (select 1 from timeline_entries e where e.item_id = h.id)";
            Assert.That(await CountAsync(missing), Is.Zero, table);
        }
    }

    /// <summary>Computes the dates that the service derives from activities directly from the rows.</summary>
    private async Task LastActivitiesAsync()
    {
        const string happened = """
            with happened as (
                select contact_id, deal_id, company_id, lead_id, completed_at as at, false as is_contact
                from tasks where completed_at is not null
                union all select contact_id, deal_id, company_id, lead_id, sent_at, true from communications where sent_at is not null
                union all select contact_id, deal_id, company_id, lead_id, created_at, false from notes)
            """;
        var wrong = new Dictionary<string, string>
        {
            ["contacts"] = $"""
                {happened} select count(*)::int from contacts c where (c.last_activity_date, c.last_contact_date) is distinct from (
                    select (max(at), max(at) filter (where is_contact)) from happened where contact_id = c.id)
                """,
            ["leads"] = $"""
                {happened} select count(*)::int from leads l
                where l.last_activity_date is distinct from (select max(at) from happened where lead_id = l.id)
                """,
            ["companies"] = $"""
                {happened} select count(*)::int from companies c where c.last_activity_date is distinct from (
                    select max(h.at) from happened h left join contacts p on p.id = h.contact_id left join deals d on d.id = h.deal_id
                    where c.id in (h.company_id, p.company_id, d.company_id))
                """,
        };
        foreach (var (table, sql) in wrong)
            Assert.That(await Db.ScalarAsync<int>(sql), Is.Zero, table);
        Assert.That(await CountAsync("contacts where last_contact_date is not null"), Is.GreaterThan(100));
    }

    /// <summary>Compares the audit rows of some records of each kind with the rows that saving them would write.</summary>
    private async Task AuditAsync()
    {
        await using var scope = Host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CrmDbContext>();
        await CompareAsync(db.Set<User>().Where(u => u.PasswordHash == null));
        await CompareAsync(db.Set<UserGroup>().Include(g => g.Members));
        await CompareAsync(db.Set<Company>());
        await CompareAsync(db.Set<Contact>().Include(c => c.SocialProfiles));
        await CompareAsync(db.Set<Deal>().Include(d => d.Products));
        await CompareAsync(db.Set<Lead>());
        await CompareAsync(db.Set<LeadList>());
        await CompareAsync(db.Set<SalesTask>());
        await CompareAsync(db.Set<Communication>());
        await CompareAsync(db.Set<Note>());

        async Task CompareAsync<T>(IQueryable<T> records)
            where T : AggregateRoot
        {
            foreach (var record in await records.AsNoTracking().OrderBy(r => r.Id).Take(5).ToListAsync())
            {
                db.ChangeTracker.Clear();
                db.Add(record);
                var saved = new ChangeSets(db);
                var changes = saved.Of(saved.Roots.Single());
                var rows = await Db.QueryAsync<(string Field, string? Value)>(
                    """
                    select field_name, new_value from audit_logs
                    where entity_id = @id and action = 'CREATE'
                        and metadata ->> 'command' = 'SeedSampleData' and metadata ->> 'version' = '1'
                    """,
                    new { id = record.Id });
                Assert.That(
                    rows.Select(r => new { r.Field, r.Value }), Is.EquivalentTo(changes.Select(c => new { c.Field, Value = c.NewJson })),
                    $"{typeof(T).Name} {record.Id}");
                Assert.That(rows, Is.Not.Empty);
            }
        }
    }

    private async Task ShownAsync()
    {
        foreach (var collection in "companies contacts deals leads tasks communications notes groups lead-lists users".Split(' '))
            Assert.That((await Admin.GetAsync($"/api/{collection}")).Is(200).Items, Is.Not.Empty, collection);
        var deal = (await Admin.GetAsync("/api/deals?limit=1")).Is(200).Items.Single().GetProperty("id").GetGuid();
        Assert.That((await Admin.GetAsync($"/api/deals/{deal}/timeline")).Is(200).Items, Is.Not.Empty);
        foreach (var dashboard in new[] { "pipeline", "lead-conversion", "user-performance" })
        {
            var rows = (await Admin.GetAsync($"/api/dashboard/{dashboard}")).Is(200)["rows"];
            Assert.That(rows.GetArrayLength(), Is.GreaterThan(0), dashboard);
        }
    }
}
