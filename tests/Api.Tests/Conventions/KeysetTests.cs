using Crm.Application.Companies;

namespace Crm.Api.Tests.Conventions;

/// <summary>Pages put together are the whole order, whatever happens between them.</summary>
public sealed class KeysetTests : ApiTest
{
    private static readonly string[] Sorts = [.. ListCompanies.Spec.SortableFields.SelectMany(f => new[] { f.Name, "-" + f.Name })];

    /// <summary>Few values over many rows: ties, and some of the values null.</summary>
    private Task<int> FillAsync(int rows) => Db.ExecuteAsync(
        """
        insert into companies (id, name, name_folded, search_text, revenue, employee_count, last_activity_date, is_active, is_public, tags, version, created_at, updated_at)
        select gen_random_uuid(), 'N' || n % 13, 'n' || n % 13, ' n' || n % 13, nullif(n % 6, 0) / 2 * 1.5, nullif(n % 9, 0) / 3,
            case when n % 3 > 0 then timestamptz '2026-01-01Z' + n % 7 * interval '1 microsecond' end, true, false, '{}', 1,
            timestamptz '2026-01-01Z' + n % 11 * interval '1 microsecond', timestamptz '2026-01-02Z' + n % 5 * interval '1 day'
        from generate_series(1, @rows) n
        """,
        new { rows });

    private Task<IReadOnlyList<Guid>> ExpectedAsync(string sort)
    {
        var column = ListCompanies.Spec.Fields[sort.TrimStart('-')].SortColumn;
        var direction = sort.StartsWith('-') ? "desc" : "asc";
        return Db.QueryAsync<Guid>($"select id from companies where deleted_at is null order by {column} {direction} nulls last, id {direction}");
    }

    [TestCaseSource(nameof(Sorts))]
    public async Task Pages_put_together_are_the_whole_order(string sort)
    {
        await FillAsync(300);
        var expected = await ExpectedAsync(sort);
        foreach (var limit in new[] { 7, 100, 200 })
            Assert.That(await ReadAllAsync($"sort={sort}&limit={limit}"), Is.EqualTo(expected), $"limit {limit}");
    }

    [TestCaseSource(nameof(Sorts))]
    public async Task What_comes_and_goes_between_pages_makes_no_other_row_appear_twice_or_be_skipped(string sort)
    {
        await FillAsync(60);
        var before = await ExpectedAsync(sort);
        var seen = new List<Guid>();
        var gone = new HashSet<Guid>();
        string? cursor = null;
        do
        {
            var page = (await Admin.GetAsync($"/api/companies?sort={sort}&limit=7{(cursor is null ? "" : $"&cursor={cursor}")}")).Is(200);
            seen.AddRange(page.Items.Select(Id));
            cursor = page.NextCursor;
            // The last row seen (the cursor's own), one that is still to come, and new ones all over the order.
            foreach (var id in before.Except(seen).Take(1).Append(seen[^1]).ToArray())
            {
                gone.Add(id);
                await Db.ExecuteAsync("update companies set deleted_at = now() where id = @id", new { id });
            }

            await FillAsync(2);
        }
        while (cursor is not null && seen.Count < 500);

        Assert.That(cursor, Is.Null);
        Assert.That(seen, Is.Unique);
        Assert.That(seen.Intersect(before), Is.EqualTo(before.Where(id => !gone.Contains(id) || seen.Contains(id))));
    }

    [Test]
    public async Task The_default_is_fifty_of_the_newest()
    {
        await FillAsync(120);
        var page = (await Admin.GetAsync("/api/companies")).Is(200);
        Assert.That(page.Items.Select(Id), Is.EqualTo((await ExpectedAsync("-createdAt")).Take(50)));
        Assert.That(page.Json.TryGetProperty("count", out _), Is.False);
        Assert.That((await Admin.GetAsync("/api/companies?limit=120")).NextCursor, Is.Null, "a full last page is the last");
    }

    [Test]
    public async Task Counts_are_exact_or_estimated()
    {
        await FillAsync(120);
        Assert.That((await Admin.GetAsync("/api/companies?count=exact&limit=5"))["count"].GetInt64(), Is.EqualTo(120));
        Assert.That((await Admin.GetAsync("/api/companies?count=exact&revenue[isNull]=true"))["count"].GetInt64(), Is.EqualTo(20));
        await Db.ExecuteAsync("analyze companies");
        Assert.That((await Admin.GetAsync("/api/companies?count=estimate"))["count"].GetInt64(), Is.EqualTo(120).Within(12));
    }

    private static Guid Id(JsonElement row) => row.GetProperty("id").GetGuid();

    private async Task<List<Guid>> ReadAllAsync(string query)
    {
        var rows = new List<Guid>();
        string? cursor = null;
        do
        {
            var page = (await Admin.GetAsync($"/api/companies?{query}{(cursor is null ? "" : $"&cursor={cursor}")}")).Is(200);
            rows.AddRange(page.Items.Select(Id));
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        return rows;
    }
}
