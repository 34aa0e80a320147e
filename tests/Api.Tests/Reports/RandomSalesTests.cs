using Crm.Api.Tests.Support;

namespace Crm.Api.Tests.Reports;

/// <summary>Every report beside a plain computation, after some months of sales through HTTP.</summary>
public sealed class RandomSalesTests : ApiTest
{
    private const string Rights = """
        {"companies": {"read": "all"}, "contacts": {"read": "all"}, "deals": {"read": "all"}, "leads": {"read": "all"},
         "communications": {"create": "all"}, "reports": {"read": "own"}}
        """;

    [Test]
    public async Task There_is_some_of_everything([Values(1, 2)] int seed)
    {
        var sales = new RandomSales(Host, Admin, [await UserWithAsync(Rights), await UserWithAsync(Rights), await UserWithAsync(Rights)], seed);
        await sales.RunAsync(400);

        Assert.That(await Db.QueryAsync<string>("select distinct stage from deals where deleted_at is null"), Has.Count.EqualTo(8));
        foreach (var (what, sql) in new[]
        {
            ("deals in the trash", "select count(*) from deals where deleted_at is not null"),
            ("reopenings", "select count(*) from deal_stage_history where from_stage in ('CLOSED_WON', 'CLOSED_LOST')"),
            ("deals of leads", "select count(*) from leads where converted_to_deal_id is not null"),
            ("tasks done", "select count(*) from tasks where status = 'COMPLETED'"),
            ("talks and calls to come about what is in the trash",
                """
                with trash as (select id from deals where deleted_at is not null union all select id from contacts where deleted_at is not null
                    union all select id from leads where deleted_at is not null)
                select (select count(*) from communications where deal_id in (table trash) or contact_id in (table trash) or lead_id in (table trash)) +
                    (select count(*) from tasks where deal_id in (table trash) or contact_id in (table trash) or lead_id in (table trash))
                """),
        })
            Assert.That(await Db.ScalarAsync<long>(sql), Is.GreaterThan(0), what);
    }
}
