using System.Globalization;
using Crm.Application.Dashboards;
using Crm.Application.Reports;
using Crm.Domain.Deals;

namespace Crm.Api.Tests.Reports;

/// <summary>A second implementation of the figures, in plain C# over deals in memory.</summary>
internal static class PlainFigures
{
    private static readonly string[] Stages =
        ["PROSPECTING", "QUALIFYING", "PROPOSING", "NEGOTIATING", "FOLLOW_UP", "CLOSED_WON", "CLOSED_LOST", "ON_HOLD"];

    public static List<PipelineRow> Pipeline(IEnumerable<SalesDeal> deals) =>
    [
        .. from byCurrency in deals.GroupBy(d => d.Currency).OrderBy(g => g.Key, StringComparer.Ordinal)
           from stage in Stages
           let these = byCurrency.Where(d => d.Stage == stage).ToList()
           select new PipelineRow(
               EnumText<DealStage>.Parse(stage),
               byCurrency.Key,
               these.Count,
               these.Sum(d => d.Value),
               Cents(these.Where(d => d.IsOpen).Sum(d => d.Value * d.Probability / 100)),
               these.Count == 0 ? null : Cents(these.Sum(d => d.Value) / these.Count),
               these.Count == 0 ? null : these.Min(d => d.CreatedAt)),
    ];

    public static List<SalesPerformanceRow> SalesPerformance(
        IEnumerable<SalesDeal> live, DateOnly from, DateOnly to, string tz, string? groupBy)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(tz);
        var deals = live.ToList();
        var byTime = groupBy is "month" or "quarter";
        var closed = deals.Where(d => (d.IsWon || d.IsLost) && d.ActualCloseDate >= from && d.ActualCloseDate <= to);
        var counted = byTime ? closed : closed.Concat(deals.Where(d => d.IsOpen));
        var rows = new List<SalesPerformanceRow>();
        foreach (var group in counted.GroupBy(
            d => (d.Currency, Group: GroupOf(d, groupBy), Id: groupBy == "owner" ? d.OwnerId : (Guid?)null)))
        {
            var won = group.Where(d => d.IsWon).ToList();
            var lost = group.Where(d => d.IsLost).ToList();
            var open = byTime ? deals.Count(d => d.IsOpen && d.Currency == group.Key.Currency) : group.Count(d => d.IsOpen);
            var wonValue = won.Sum(d => d.Value);
            var lostValue = lost.Sum(d => d.Value);
            var days = won.Select(
                d => d.ActualCloseDate!.Value.DayNumber - DateOnly.FromDateTime(
                    TimeZoneInfo.ConvertTime(d.CreatedAt, zone).DateTime).DayNumber).ToList();
            rows.Add(new SalesPerformanceRow(
                group.Key.Group,
                group.Key.Currency,
                won.Count,
                lost.Count,
                wonValue,
                lostValue,
                won.Count + lost.Count == 0 ? null : (double)won.Count / (won.Count + lost.Count),
                wonValue + lostValue == 0 ? null : Nearest(wonValue) / Nearest(wonValue + lostValue),
                won.Count == 0 ? null : Cents(wonValue / won.Count),
                won.Count == 0 ? null : Cents(Median(won.Select(d => d.Value))),
                won.Count == 0 ? null : (double)days.Sum() / won.Count,
                won.Count == 0 ? null : (double)Median(days.Select(d => (decimal)d)),
                open,
                // N × A × W / L, with A, W and L expanded to a single division, so that only the result is rounded.
                days.Sum() == 0 ? null : Cents(open * wonValue * won.Count / ((won.Count + lost.Count) * days.Sum())),
                group.Key.Id));
        }

        return [.. rows.OrderBy(r => r.Currency, StringComparer.Ordinal).ThenBy(r => r.Group is null)
            .ThenBy(r => r.Group, StringComparer.Ordinal).ThenBy(r => r.GroupId?.ToString(), StringComparer.Ordinal)];
    }

    public static decimal Median(IEnumerable<decimal> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    public static decimal Cents(decimal amount) => Math.Round(amount, 2, MidpointRounding.AwayFromZero) + 0.00m;

    /// <summary>The double nearest to the amount. A cast of a decimal with many digits may be less exact.</summary>
    private static double Nearest(decimal amount) =>
        double.Parse(amount.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static string? GroupOf(SalesDeal deal, string? groupBy) => groupBy switch
    {
        "month" => deal.ActualCloseDate!.Value.ToString("yyyy-MM", CultureInfo.InvariantCulture),
        "quarter" => string.Create(
            CultureInfo.InvariantCulture, $"{deal.ActualCloseDate!.Value.Year:0000}-Q{(deal.ActualCloseDate.Value.Month + 2) / 3}"),
        "owner" => deal.OwnerName,
        "source" => deal.Source,
        "industry" => deal.Industry,
        _ => null,
    };
}
