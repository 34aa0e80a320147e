namespace Crm.Application.Dashboards;

/// <summary>
/// Rollups are stored by UTC day, and days of other time zones start within a UTC day. A period is therefore split: complete
/// UTC days, for which rollups exist, and the remaining parts at both ends, which are counted from the records.
/// </summary>
internal static class UtcDays
{
    /// <summary>The first part of a statement for a period in another time zone: <c>whole (first_day, end_day)</c> and <c>ends (starts_at,
    /// ends_at)</c>, two spans. The ends are exclusive.</summary>
    /// <param name="start">The start of the period.</param>
    /// <param name="end">Its end.</param>
    public static SqlFragment Ends(SqlFragment start, SqlFragment end) => $"""
        with span as (select {start} as starts_at, {end} as ends_at),
        whole as (
            select s.starts_at, s.ends_at,
                (s.starts_at at time zone 'UTC')::date + case when (s.starts_at at time zone 'UTC')::time = '00:00' then 0
                    else 1 end as first_day,
                (s.ends_at at time zone 'UTC')::date as end_day
            from span s),
        ends as (
            select w.starts_at, least(w.first_day::timestamp at time zone 'UTC', w.ends_at) as ends_at from whole w
            union all
            select greatest(greatest(w.first_day, w.end_day)::timestamp at time zone 'UTC', w.starts_at), w.ends_at from whole w)

        """;

    /// <summary>The condition for the complete days of the period, after <see cref="Ends"/>.</summary>
    public static readonly SqlFragment Whole = $"day >= (select first_day from whole) and day < (select end_day from whole)";

    /// <summary>Whether periods in this time zone have partial days.</summary>
    public static bool HasEnds(Zone zone) => zone != Zone.Utc;
}
