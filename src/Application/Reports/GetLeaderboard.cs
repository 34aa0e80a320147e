using Crm.Domain.Deals;
using Crm.Domain.Users;

namespace Crm.Application.Reports;

[Requires(Resource.Reports, RightAction.Read)]
public sealed record GetLeaderboard(ReportInput Input) : IQuery<Report<LeaderboardRow>>, IReportQuery
{
    public static ReportDefinition Definition { get; } = new(
        "leaderboard",
        "/api/reports/leaderboard",
        "Won deals by owner",
        "One row for each owner and currency with a deal now CLOSED_WON or CLOSED_LOST whose actualCloseDate is in the period. Owners " +
            "are ranked by wonValue within a currency. Owners with the same wonValue " +
        "have the same rank, and the next rank is skipped (1, 1, 3). Only owners that the caller can see and that match the parameters " +
            "are ranked.",
        ReportParameters.Common,
        [
            new("rank", "count", "Rank by wonValue within the currency, from 1."),
            new("userId", "id", "The owner of the deals."),
            new("userName", "text", "The owner's full name."),
            new("currency", "currency", "ISO 4217; sums never mix currencies."),
            new("wonCount", "count", "Deals won in the period."),
            new("lostCount", "count", "Deals lost in the period."),
            new("wonValue", "money", "Sum of the values of the deals won."),
            new("winRate", "ratio", "wonCount / (wonCount + lostCount)."),
            new("cycleMeanDays", "days", "Mean of actualCloseDate − the day of createdAt in tz over the deals won; null if none was won."),
        ]);
}

/// <summary>The results of one owner in one currency.</summary>
public sealed record LeaderboardRow(
    long Rank, Guid UserId, string? UserName, string Currency, long WonCount, long LostCount, decimal WonValue, double? WinRate,
    double? CycleMeanDays);

internal sealed class GetLeaderboardHandler(ReportReader reports) : IQueryHandler<GetLeaderboard, Report<LeaderboardRow>>
{
    private static SqlFragment Sql(ReportSql report) => $"""
        with sums as (
            select d.owner_id, d.currency, count(*) as n, count(*) filter (where d.stage = 'CLOSED_WON') as won,
                coalesce(sum(d.value) filter (where d.stage = 'CLOSED_WON'), 0.00) as won_value,
                sum(d.actual_close_date - (d.created_at at time zone {report.Tz})::date) filter (where d.stage = 'CLOSED_WON') as days
            from deals d
            where d.deleted_at is null and d.stage in ('CLOSED_WON', 'CLOSED_LOST')
                and d.actual_close_date between {report.From} and {report.To}
                {report.Scope<Deal>("d", "owner_id")} {report.Currency("d.currency")}
            group by d.owner_id, d.currency)
        select rank() over (partition by s.currency order by s.won_value desc) as rank, s.owner_id as user_id, u.full_name as user_name,
            s.currency,
            s.won as won_count, s.n - s.won as lost_count, s.won_value, s.won::float8 / s.n as win_rate, s.days::float8 / nullif(s.won,
                0) as cycle_mean_days
        from sums s
        {report.Links.JoinTo<User>($"s.owner_id", "u")}
        order by s.currency, rank, u.name_folded, s.owner_id
        """;

    public Task<Result<Report<LeaderboardRow>>> Handle(GetLeaderboard request, CancellationToken cancellationToken) =>
        reports.ReadAsync<GetLeaderboard, LeaderboardRow>(request, Sql, cancellationToken);
}
