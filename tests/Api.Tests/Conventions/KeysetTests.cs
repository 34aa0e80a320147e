using Crm.Application.Companies;

namespace Crm.Api.Tests.Conventions;

/// <summary>The pages together contain each row once and in order, even if rows are inserted or deleted between requests.</summary>
[Category("Slow")]
public sealed class KeysetTests : ApiTest
{
    private static readonly string[] Sorts = [.. ListCompanies.Spec.SortableFields.SelectMany(f => new[] { f.Name, "-" + f.Name })];

    /// <summary>Inserts many rows with few distinct values, so that there are ties and nulls.</summary>
    private Task<int> FillAsync(int rows) => Db.ExecuteAsync(
        """
        insert into companies (id, name, name_folded, search_text, revenue, employee_count, last_activity_date, is_active, is_public, tags,
            version, created_at, updated_at)
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
        return Db.QueryAsync<Guid>(
            $"select id from companies where deleted_at is null order by {column} {direction} nulls last, id {direction}");
    }

    [TestCaseSource(nameof(Sorts))]
    public async Task The_pages_together_are_the_whole_list(string sort)
    {
        await FillAsync(300);
        var expected = await ExpectedAsync(sort);
        foreach (var limit in new[] { 7, 100, 200 })
            Assert.That(await ReadAllAsync($"sort={sort}&limit={limit}"), Is.EqualTo(expected), $"limit {limit}");
    }

    [TestCaseSource(nameof(Sorts))]
    public async Task Inserts_and_deletes_between_pages_neither_repeat_nor_skip_other_rows(string sort)
    {
        await FillAsync(60);
        var before = await ExpectedAsync(sort);
        var seen = new List<Guid>();
        var deleted = new HashSet<Guid>();
        string? cursor = null;
        do
        {
            var page = (await Admin.GetAsync($"/api/companies?sort={sort}&limit=7{(cursor is null ? "" : $"&cursor={cursor}")}")).Is(200);
            seen.AddRange(page.Items.Select(Id));
            cursor = page.NextCursor;
            // Deletes the cursor's own row and a row of a later page, and inserts rows across the whole order.
            foreach (var id in before.Except(seen).Take(1).Append(seen[^1]).ToArray())
            {
                deleted.Add(id);
                await Db.ExecuteAsync("update companies set deleted_at = now() where id = @id", new { id });
            }

            await FillAsync(2);
        }
        while (cursor is not null && seen.Count < 500);

        Assert.That(cursor, Is.Null);
        Assert.That(seen, Is.Unique);
        Assert.That(seen.Intersect(before), Is.EqualTo(before.Where(id => !deleted.Contains(id) || seen.Contains(id))));
    }

    [Test]
    public async Task The_default_is_fifty_of_the_newest()
    {
        await FillAsync(120);
        var page = (await Admin.GetAsync("/api/companies")).Is(200);
        Assert.That(page.Items.Select(Id), Is.EqualTo((await ExpectedAsync("-createdAt")).Take(50)));
        Assert.That(page.Json.TryGetProperty("count", out _), Is.False);
        Assert.That((await Admin.GetAsync("/api/companies?limit=120")).NextCursor, Is.Null, "A full last page has no next cursor.");
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
