namespace Crm.Application.Reports;

/// <summary>What the statements of several reports have in common.</summary>
internal static class ReportSql
{
    /// <summary>The first moment of the period.</summary>
    public const string Begin = "(@from::date::timestamp at time zone @tz)";

    /// <summary>The first moment after the period.</summary>
    public const string End = "((@to::date + 1)::timestamp at time zone @tz)";

    /// <summary>The five open stages; ON_HOLD is not one of them.</summary>
    public const string Open = "('PROSPECTING', 'QUALIFYING', 'PROPOSING', 'NEGOTIATING', 'FOLLOW_UP')";

    /// <summary>All stages in the pipeline's order.</summary>
    public const string Stages = """
        stages (stage, place) as (
            values ('PROSPECTING', 1), ('QUALIFYING', 2), ('PROPOSING', 3), ('NEGOTIATING', 4), ('FOLLOW_UP', 5), ('CLOSED_WON', 6), ('CLOSED_LOST', 7), ('ON_HOLD', 8))
        """;

    /// <summary>
    /// The lead that each deal came from: of several, the one that was converted first. It stays the deal's origin when it goes to
    /// the trash.
    /// </summary>
    public const string Origins = """
        (select distinct on (l.converted_to_deal_id) l.converted_to_deal_id as deal_id, l.id as lead_id, l.source
        from leads l
        where l.converted_to_deal_id is not null
        order by l.converted_to_deal_id, l.converted_at, l.id)
        """;
}
