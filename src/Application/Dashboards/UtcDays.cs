namespace Crm.Application.Dashboards;

/// <summary>
/// Sums are kept by days of UTC; a day elsewhere begins within one. So a period is the whole days of UTC inside it, whose sums are
/// there, and what is left of the days at its two ends, which is counted from the records.
/// </summary>
internal static class UtcDays
{
    /// <summary>Begins a statement about a period elsewhere: <c>whole (first_day, end_day)</c>, without the end, and <c>ends (starts_at, ends_at)</c>, two spans without theirs.</summary>
    /// <param name="first">The period's first day.</param>
    /// <param name="last">Its last day.</param>
    /// <param name="tz">The time zone of these days.</param>
    public static SqlFragment Ends(SqlFragment first, SqlFragment last, SqlFragment tz) => $"""
        with span as (select ({first})::timestamp at time zone {tz} as starts_at, (({last}) + 1)::timestamp at time zone {tz} as ends_at),
        whole as (
            select s.starts_at, s.ends_at,
                (s.starts_at at time zone 'UTC')::date + case when (s.starts_at at time zone 'UTC')::time = '00:00' then 0 else 1 end as first_day,
                (s.ends_at at time zone 'UTC')::date as end_day
            from span s),
        ends as (
            select w.starts_at, least(w.first_day::timestamp at time zone 'UTC', w.ends_at) as ends_at from whole w
            union all
            select greatest(greatest(w.first_day, w.end_day)::timestamp at time zone 'UTC', w.starts_at), w.ends_at from whole w)

        """;

    /// <summary>The condition on the days inside the period, after <see cref="Ends"/>.</summary>
    public static readonly SqlFragment Whole = $"day >= (select first_day from whole) and day < (select end_day from whole)";

    /// <summary>Whether a period of this zone has such ends.</summary>
    public static bool HasEnds(string tz) => tz != "UTC";
}
