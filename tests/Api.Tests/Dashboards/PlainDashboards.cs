namespace Crm.Api.Tests.Dashboards;

/// <summary>The parameters of a dashboard.</summary>
/// <param name="Owners">Only records of these users; null: all records, including those without an owner.</param>
public sealed record ReportRequest(Guid[]? Owners, string? Currency, string Tz, DateOnly From, DateOnly To, DateTimeOffset Now);

/// <summary>
/// A second implementation of the dashboards: plain statements that read all records and use no rollups. The rows are JSON with the
/// members in the order of the service.
/// </summary>
public sealed class PlainDashboards(TestDatabase db)
{
    private const string Filters = """
        with deal as (
            select d.*, d.stage in ('PROSPECTING', 'QUALIFYING', 'PROPOSING', 'NEGOTIATING', 'FOLLOW_UP') as open
            from deals d
            where d.deleted_at is null and (@owners::uuid[] is null or d.owner_id = any(@owners)) and (@currency::text is null
                or d.currency = @currency)),
        lead as (select * from leads where deleted_at is null and (@owners::uuid[] is null or assigned_to_id = any(@owners))),
        trash as (
            select id from contacts where deleted_at is not null union all select id from deals where deleted_at is not null
            union all select id from companies where deleted_at is not null union all select id from leads where deleted_at is not null),
        task as (
            select t.*, t.status in ('PENDING', 'IN_PROGRESS', 'DEFERRED') as open from tasks t
            where t.deleted_at is null and (@owners::uuid[] is null or t.assignee_id = any(@owners))
                and (num_nonnulls(t.contact_id, t.deal_id, t.company_id, t.lead_id) = 0
                    or num_nonnulls(t.contact_id, t.deal_id, t.company_id, t.lead_id) > (select count(*) from trash
                        where id in (t.contact_id, t.deal_id, t.company_id, t.lead_id)))),
        talk as (
            select c.* from communications c
            where c.deleted_at is null and c.status not in ('DRAFT', 'SCHEDULED', 'FAILED', 'CANCELLED') and (@owners::uuid[] is null
                or c.creator_id = any(@owners))
                and (num_nonnulls(c.contact_id, c.deal_id, c.company_id, c.lead_id) = 0
                    or num_nonnulls(c.contact_id, c.deal_id, c.company_id, c.lead_id) > (select count(*) from trash
                        where id in (c.contact_id, c.deal_id, c.company_id, c.lead_id))))
        """;

    private const string Pipeline = """
        select s.stage, c.currency, count(d.id), coalesce(sum(d.value), 0.00), round(coalesce(sum(case when d.open
            then d.value * d.probability / 100 end), 0), 2),
            round(avg(d.value), 2), to_char(min(d.created_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
        from (select distinct currency from deal union select @currency::text where @currency::text is not null) c
        cross join unnest(array['PROSPECTING', 'QUALIFYING', 'PROPOSING', 'NEGOTIATING', 'FOLLOW_UP', 'CLOSED_WON', 'CLOSED_LOST',
            'ON_HOLD']) with ordinality s (stage, place)
        left join deal d on d.currency = c.currency and d.stage = s.stage
        group by s.stage, s.place, c.currency order by c.currency, s.place
        """;

    private const string LeadConversion = """
        select g.source, s.status, count(l.id), (select count(*) from lead x where not @bySource or x.source is not distinct from g.source),
            (select count(*) filter (where x.status = 'CONVERTED')::float8 / nullif(count(*), 0) from lead x where not @bySource
                or x.source is not distinct from g.source)
        from (select distinct case when @bySource then source end as source from lead union select null where not @bySource) g
        cross join unnest(array['NEW', 'CONTACTED', 'INTERESTED', 'QUALIFIED', 'CONVERTED', 'NURTURING', 'NOT_INTERESTED',
            'DEAD']) with ordinality s (status, place)
        left join lead l on l.status = s.status and (not @bySource or l.source is not distinct from g.source)
        group by g.source, s.status, s.place order by g.source nulls last, s.place
        """;

    private const string UserPerformance = """
        , counted as (
            select u.id, u.full_name, u.name_folded, u.deleted_at, c.currency,
                (select count(*) from deal d where d.owner_id = u.id and d.currency = c.currency and d.open) as open_deals,
                (select coalesce(sum(d.value), 0.00) from deal d where d.owner_id = u.id and d.currency = c.currency
                    and d.open) as open_value,
                (select count(*) from lead l where l.assigned_to_id = u.id) as leads,
                (select count(*) from task t where t.assignee_id = u.id and t.open) as open_tasks,
                (select count(*) from task t where t.assignee_id = u.id and t.open and t.due_at < @now) as overdue_tasks,
                (select count(*) from deal d where d.owner_id = u.id and d.currency = c.currency and d.stage = 'CLOSED_WON'
                    and d.actual_close_date between @from and @to) as won_count,
                (select coalesce(sum(d.value), 0.00) from deal d
                    where d.owner_id = u.id and d.currency = c.currency and d.stage = 'CLOSED_WON' and d.actual_close_date between @from
                        and @to) as won_value,
                (select count(*) from deal d where d.owner_id = u.id and d.currency = c.currency and d.stage = 'CLOSED_LOST'
                    and d.actual_close_date between @from and @to) as lost_count,
                (select count(*) from task t where t.assignee_id = u.id and t.status = 'COMPLETED'
                    and (t.completed_at at time zone @tz)::date between @from and @to) +
                (select count(*) from talk t where t.creator_id = u.id and (coalesce(t.sent_at,
                    t.created_at) at time zone @tz)::date between @from and @to) as activities
            from users u
            left join lateral (
                select distinct d.currency from deal d
                where d.owner_id = u.id and (d.open or (d.stage in ('CLOSED_WON', 'CLOSED_LOST') and d.actual_close_date between @from
                    and @to))
                union select @currency::text where @currency::text is not null) c on true
            where @owners::uuid[] is null or u.id = any(@owners))
        select id, full_name, currency, open_deals, open_value, leads, open_tasks, overdue_tasks, won_count, won_value, lost_count,
            won_count::float8 / nullif(won_count + lost_count, 0), activities
        from counted where deleted_at is null or open_deals + won_count + lost_count + leads + open_tasks + activities > 0
        order by name_folded, id, currency
        """;

    private const string Summary = """
        , months as (select date_trunc('month', @now::timestamptz at time zone @tz)::date as this)
        select c.currency, count(d.id) filter (where d.open), coalesce(sum(d.value) filter (where d.open), 0.00),
            round(coalesce(sum(d.value * d.probability / 100) filter (where d.open), 0), 2),
            count(d.id) filter (where d.stage = 'CLOSED_WON' and date_trunc('month', d.actual_close_date)::date = m.this),
            coalesce(sum(d.value) filter (where d.stage = 'CLOSED_WON' and date_trunc('month', d.actual_close_date)::date = m.this), 0.00),
            count(d.id) filter (where d.stage = 'CLOSED_WON' and date_trunc('month', d.actual_close_date) = m.this - interval '1 month'),
            coalesce(sum(d.value) filter (where d.stage = 'CLOSED_WON' and date_trunc('month',
                d.actual_close_date) = m.this - interval '1 month'), 0.00),
            count(d.id) filter (where d.stage = 'CLOSED_LOST' and date_trunc('month', d.actual_close_date)::date = m.this),
            count(d.id) filter (where d.stage = 'CLOSED_WON' and date_trunc('month', d.actual_close_date)::date = m.this)::float8 /
                nullif(count(d.id) filter (where d.stage in ('CLOSED_WON', 'CLOSED_LOST') and date_trunc('month',
                    d.actual_close_date)::date = m.this), 0),
            (select count(*) from lead l where date_trunc('month', l.created_at at time zone @tz)::date = m.this),
            (select count(*) from task t where t.open and t.due_at < @now),
            coalesce((
                select jsonb_agg(x.id order by x.value desc, x.id desc)
                from (select t.id, t.value from deal t where t.open and t.currency = c.currency order by t.value desc,
                    t.id desc limit 5) x), '[]')
        from months m
        left join (select distinct currency from deal union select @currency::text where @currency::text is not null) c on true
        left join deal d on d.currency = c.currency
        group by c.currency, m.this order by c.currency
        """;

    public Task<string> PipelineAsync(ReportRequest request) => RowsAsync(Pipeline, request);

    public Task<string> LeadConversionAsync(ReportRequest request, bool bySource) => RowsAsync(LeadConversion, request, bySource);

    public Task<string> UserPerformanceAsync(ReportRequest request) => RowsAsync(UserPerformance, request);

    public Task<string> SummaryAsync(ReportRequest request) => RowsAsync(Summary, request);

    /// <summary>The service's rows in the same format: a line for each row with its values in order; for the largest deals, the
    /// ids.</summary>
    public static string Of(ApiResponse response) => string.Join(
        '\n', response["rows"].EnumerateArray().Select(r => string.Join(" | ", r.EnumerateObject().Select(m => m.Value.ValueKind switch
    {
        JsonValueKind.Null => "null",
        JsonValueKind.String => m.Value.GetString(),
        JsonValueKind.Array => JsonSerializer.Serialize(m.Value.EnumerateArray().Select(d => d.GetProperty("id"))),
        JsonValueKind.Number when m.Name is "winRate" or "conversionRate" => m.Value.GetDouble()
            .ToString("R", System.Globalization.CultureInfo.InvariantCulture),
        _ => m.Value.GetRawText(),
    }))));

    private async Task<string> RowsAsync(string sql, ReportRequest request, bool bySource = false)
    {
        await using var connection = await db.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"{Filters} {sql}";
        command.Parameters.AddWithValue(
            "owners", NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Uuid, (object?)request.Owners ?? DBNull.Value);
        command.Parameters.AddWithValue("currency", NpgsqlTypes.NpgsqlDbType.Text, (object?)request.Currency ?? DBNull.Value);
        command.Parameters.AddWithValue("tz", request.Tz);
        command.Parameters.AddWithValue("from", request.From);
        command.Parameters.AddWithValue("to", request.To);
        command.Parameters.AddWithValue("now", request.Now.UtcDateTime);
        command.Parameters.AddWithValue("bySource", bySource);
        var lines = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            lines.Add(string.Join(
                " | ", Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "null" : reader.GetValue(i) switch
                {
                    double number => number.ToString("R", System.Globalization.CultureInfo.InvariantCulture),
                    string text when text.StartsWith('[') => text.Replace(", ", ",", StringComparison.Ordinal),
                    var value => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture),
                })));
        }

        return string.Join('\n', lines);
    }
}
