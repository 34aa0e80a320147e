using System.Globalization;
using Crm.Application.Reports;
using Crm.Domain.Deals;

namespace Crm.Api.Tests.Reports;

/// <summary>The parameters of a report.</summary>
/// <param name="From">The first day.</param>
/// <param name="To">The last day.</param>
/// <param name="Tz">The time zone of the days.</param>
/// <param name="Owners">Only records of these users; null: all records, including those without an owner.</param>
/// <param name="Currency">The currency of the deals.</param>
public sealed record ReportRequest(
    DateOnly From, DateOnly To, string Tz = "UTC", IReadOnlyCollection<Guid>? Owners = null, string? Currency = null)
{
    private readonly TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(Tz);

    public DateOnly Day(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);

    public bool Holds(DateOnly? day) => day >= From && day <= To;

    public bool Holds(DateTimeOffset? at) => at is { } moment && Holds(Day(moment));

    public bool Reaches(Guid? user) => Owners is null || (user is { } id && Owners.Contains(id));
}

/// <summary>
/// A second implementation of the reports, in plain C#: reads whole tables and computes each figure from all rows.
/// </summary>
internal sealed class PlainReports
{
    private static readonly string[] Stages =
        ["PROSPECTING", "QUALIFYING", "PROPOSING", "NEGOTIATING", "FOLLOW_UP", "CLOSED_WON", "CLOSED_LOST", "ON_HOLD"];
    private static readonly string[] Open = Stages[..5];

    private Dictionary<Guid, (string Name, string Folded)> users = [];
    private Dictionary<Guid, string?> contactSources = [];
    private Dictionary<Guid, List<PlainTransition>> histories = [];
    private HashSet<Guid> everQualified = [];
    private HashSet<Guid> live = [];
    private List<PlainDeal> deals = [];
    private List<PlainLead> leads = [];
    private List<PlainTask> tasks = [];
    private List<PlainCommunication> communications = [];

    public static async Task<PlainReports> ReadAsync(TestDatabase db) => new()
    {
        users = (await db.QueryAsync<(Guid Id, string Name, string Folded)>("select id, full_name, name_folded from users")).ToDictionary(
            u => u.Id, u => (u.Name, u.Folded)),
        contactSources = (await db.QueryAsync<(Guid Id, string? Source)>("select id, lead_source from contacts")).ToDictionary(
            c => c.Id, c => c.Source),
        histories = (await db.QueryAsync<PlainTransition>(
            "select deal_id, seq, from_stage, to_stage, changed_at from deal_stage_history order by deal_id, seq"))
            .GroupBy(s => s.DealId).ToDictionary(g => g.Key, g => g.ToList()),
        everQualified = [.. await db.QueryAsync<Guid>("select lead_id from lead_status_history where to_status = 'QUALIFIED'")],
        live = [.. await db.QueryAsync<Guid>(
            """
            select id from contacts where deleted_at is null union all select id from companies where deleted_at is null
            union all select id from deals where deleted_at is null union all select id from leads where deleted_at is null
            """)],
        deals = [.. await db.QueryAsync<PlainDeal>(
            """
            select id, owner_id, primary_contact_id, currency, stage, value, probability, created_at, expected_close_date,
                actual_close_date, loss_reason, competitors
            from deals where deleted_at is null
            """)],
        leads = [.. await db.QueryAsync<PlainLead>(
            "select id, source, assigned_to_id, is_converted, converted_at, converted_to_deal_id, created_at, deleted_at is not null as " +
                "deleted from leads")],
        tasks = [.. await db.QueryAsync<PlainTask>(
            "select status, assignee_id, due_date, due_at, completed_at, array_remove(array[contact_id, deal_id, company_id, lead_id], " +
                "null) as about from tasks where deleted_at is null")],
        communications = [.. await db.QueryAsync<PlainCommunication>(
            "select type, status, creator_id, sent_at, created_at, array_remove(array[contact_id, deal_id, company_id, lead_id], null) " +
                "as about from communications where deleted_at is null")],
    };

    /// <summary>The members of a group.</summary>
    public static async Task<IReadOnlyCollection<Guid>> MembersAsync(TestDatabase db, Guid groupId) =>
        await db.QueryAsync<Guid>("select user_id from user_group_members where user_group_id = @groupId", new { groupId });

    public List<StageDurationRow> StageDurations(ReportRequest request, DateTimeOffset now)
    {
        var ended = (
            from deal in DealsOf(request)
            let steps = histories[deal.Id]
            from i in Enumerable.Range(1, steps.Count - 1)
            where request.Holds(steps[i].ChangedAt)
            select (deal.Currency, Stage: steps[i - 1].ToStage, Days: (steps[i].ChangedAt - steps[i - 1].ChangedAt).TotalDays)).ToLookup(
                s => (s.Currency, s.Stage), s => s.Days);
        var current = (
            from deal in DealsOf(request)
            let last = histories[deal.Id][^1]
            where !last.ToStage.StartsWith("CLOSED", StringComparison.Ordinal)
            select (deal.Currency, Stage: last.ToStage, Days: (now - last.ChangedAt).TotalDays)).ToLookup(
                s => (s.Currency, s.Stage), s => s.Days);
        return
        [
            .. from currency in Currencies(request, ended.Select(g => g.Key.Currency).Concat(current.Select(g => g.Key.Currency)))
               from stage in Stages
               let e = ended[(currency, stage)].ToList()
               let p = current[(currency, stage)].ToList()
               select new StageDurationRow(
                   EnumText<DealStage>.Parse(stage), currency, e.Count, Mean(e), Percentile(e, 0.5), Percentile(e, 0.9),
                   stage.StartsWith("CLOSED", StringComparison.Ordinal) ? null : p.Count, Mean(p), Percentile(p, 0.5), Percentile(p, 0.9)),
        ];
    }

    public List<StageConversionRow> StageConversion(ReportRequest request)
    {
        var entered = (
            from deal in DealsOf(request)
            from stage in Open
            let first = histories[deal.Id].Find(s => s.ToStage == stage)
            where first is not null && request.Holds(first.ChangedAt)
            let reached = histories[deal.Id].Select(s => Array.IndexOf(Stages, s.ToStage)).Where(place => place < 6).Max()
            select (deal.Currency, Stage: stage, What: reached > Array.IndexOf(Stages, stage) ? "advanced" : deal.Stage == "CLOSED_LOST"
                ? "lost" : "open"))
            .ToLookup(d => (d.Currency, d.Stage), d => d.What);
        return
        [
            .. from currency in Currencies(request, entered.Select(g => g.Key.Currency))
               from stage in Open
               let these = entered[(currency, stage)].ToList()
               let advanced = these.Count(w => w == "advanced")
               let lost = these.Count(w => w == "lost")
               let open = these.Count(w => w == "open")
               select new StageConversionRow(
                   EnumText<DealStage>.Parse(stage), currency, these.Count, advanced, lost, open, Ratio(advanced, these.Count),
                   Ratio(lost, these.Count), Ratio(open, these.Count)),
        ];
    }

    public List<StageMovementRow> StageMovement(ReportRequest request) =>
    [
        .. from move in (
               from deal in DealsOf(request)
               from transition in histories[deal.Id]
               where request.Holds(transition.ChangedAt)
               select (deal, transition)).GroupBy(m => (m.deal.Currency, m.transition.FromStage, m.transition.ToStage))
           orderby move.Key.Currency, Array.IndexOf(Stages, move.Key.FromStage), Array.IndexOf(Stages, move.Key.ToStage)
           select new StageMovementRow(
               move.Key.FromStage is null ? null
                   : EnumText<DealStage>.Parse(move.Key.FromStage), EnumText<DealStage>.Parse(move.Key.ToStage), move.Key.Currency,
               move.Count(), move.Sum(m => m.deal.Value)),
    ];

    public List<StageWaterfallRow> StageWaterfall(ReportRequest request)
    {
        var known = DealsOf(request).Where(d => request.Day(histories[d.Id][0].ChangedAt) <= request.To).ToList();
        return
        [
            .. from currency in Currencies(request, known.Select(d => d.Currency))
               from stage in Stages
               let these = known.Where(d => d.Currency == currency).ToList()
               let opening = these.Where(d => StageOn(d, request, day => day < request.From) == stage).ToList()
               let closing = these.Where(d => StageOn(d, request, day => day <= request.To) == stage).ToList()
               let created = these.SelectMany(
                   d => histories[d.Id].Where(s => request.Holds(s.ChangedAt) && s.ToStage == stage).Select(_ => d)).ToList()
               let went = these.SelectMany(
                   d => histories[d.Id].Where(s => request.Holds(s.ChangedAt) && s.FromStage == stage).Select(_ => d)).ToList()
               select new StageWaterfallRow(
                   EnumText<DealStage>.Parse(stage), currency, opening.Count, created.Count, went.Count, closing.Count,
                   opening.Sum(d => d.Value), created.Sum(d => d.Value), went.Sum(d => d.Value), closing.Sum(d => d.Value)),
        ];
    }

    public List<ForecastRow> Forecast(ReportRequest request, DateOnly today)
    {
        var rows = new List<(string Kind, string? Month, PlainDeal Deal)>();
        foreach (var deal in DealsOf(request))
        {
            if (deal.Stage == "CLOSED_WON" && request.Holds(deal.ActualCloseDate))
                rows.Add(("MONTH", Month(deal.ActualCloseDate!.Value), deal));
            if (!Open.Contains(deal.Stage))
                continue;
            if (deal.ExpectedCloseDate is not { } expected)
                rows.Add(("UNDATED", null, deal));
            else if (expected < today)
                rows.Add(("OVERDUE", null, deal));
            else if (request.Holds(expected))
                rows.Add(("MONTH", Month(expected), deal));
        }

        return
        [
            .. from row in rows.GroupBy(r => (r.Deal.Currency, r.Kind, r.Month))
               orderby row.Key.Currency, row.Key.Kind, row.Key.Month
               let booked = row.Where(r => r.Deal.Stage == "CLOSED_WON").ToList()
               let open = row.Where(r => r.Deal.Stage != "CLOSED_WON").ToList()
               select new ForecastRow(
                   row.Key.Kind, row.Key.Month, row.Key.Currency, booked.Count, booked.Sum(r => r.Deal.Value), open.Count,
                   PlainFigures.Cents(open.Sum(r => r.Deal.Value * r.Deal.Probability / 100)), open.Sum(r => r.Deal.Value)),
        ];
    }

    public List<LeaderboardRow> Leaderboard(ReportRequest request)
    {
        var sums = (
            from owner in DealsOf(request).Where(d => d.IsClosed && request.Holds(d.ActualCloseDate)).GroupBy(d => (d.Currency, d.OwnerId))
            let won = owner.Where(d => d.Stage == "CLOSED_WON").ToList()
            select (owner.Key.Currency, owner.Key.OwnerId, Won: won, Lost: owner.Count() - won.Count,
                Value: won.Sum(d => d.Value))).ToList();
        return
        [
            .. from s in sums
               let rank = 1 + sums.Count(o => o.Currency == s.Currency && o.Value > s.Value)
               let user = users[s.OwnerId]
               orderby s.Currency, rank, user.Folded, s.OwnerId.ToString()
               select new LeaderboardRow(
                   rank, s.OwnerId, user.Name, s.Currency, s.Won.Count, s.Lost, s.Value, Ratio(s.Won.Count, s.Won.Count + s.Lost),
                   Ratio(s.Won.Sum(d => d.ActualCloseDate!.Value.DayNumber - request.Day(d.CreatedAt).DayNumber), s.Won.Count)),
        ];
    }

    public List<SourceRow> Sources(ReportRequest request)
    {
        var rows = new List<SourceRow>();
        foreach (var source in leads.Where(l => !l.Deleted && request.Holds(l.CreatedAt) && request.Reaches(l.AssignedToId))
            .GroupBy(l => l.Source)
            .OrderBy(g => g.Key is null).ThenBy(g => g.Key, StringComparer.Ordinal))
        {
            var name = source.Key is null ? (EnumText<LeadSource>?)null : EnumText<LeadSource>.Parse(source.Key);
            var created = DealsOf(request).Where(d => LeadOf(d) is { } lead && source.Contains(lead)).ToList();
            rows.Add(new SourceRow(
                name, null, source.Count(), source.Count(l => l.IsConverted || everQualified.Contains(l.Id)),
                source.Count(l => l.IsConverted),
                Ratio(source.Count(l => l.IsConverted), source.Count()), created.Count, created.Count(d => d.Stage == "CLOSED_WON"), null));
            rows.AddRange(
                from currency in created.GroupBy(d => d.Currency)
                orderby currency.Key
                let won = currency.Where(d => d.Stage == "CLOSED_WON").ToList()
                select new SourceRow(name, currency.Key, null, null, null, null, currency.Count(), won.Count, won.Sum(d => d.Value)));
        }

        return rows;
    }

    public List<LossRow> Losses(ReportRequest request, string groupBy)
    {
        return
        [
            .. from loss in (
                   from deal in DealsOf(request)
                   where deal.Stage == "CLOSED_LOST" && request.Holds(deal.ActualCloseDate)
                   from grp in GroupsOf(deal)
                   select (deal, grp)).GroupBy(l => (l.deal.Currency, l.grp))
               let value = loss.Sum(l => l.deal.Value)
               orderby loss.Key.Currency, -value, loss.Key.grp is null, new Ordinal(loss.Key.grp)
               select new LossRow(loss.Key.grp, loss.Key.Currency, loss.Count(), value),
        ];

        List<string?> GroupsOf(PlainDeal deal)
        {
            if (groupBy == "competitor")
                return deal.Competitors.Length == 0 ? [null] : [.. deal.Competitors.Distinct()];
            return [groupBy == "reason" ? deal.LossReason : histories[deal.Id].FindLast(s => Open.Contains(s.ToStage))?.ToStage];
        }
    }

    public List<ActivityRow> Activity(ReportRequest request)
    {
        var facts = new List<(Guid User, DateOnly Day, string What)>();
        foreach (var communication in communications.Where(
            t => t.Status is "SENT" or "DELIVERED" or "OPENED" or "RESPONDED" && IsShown(t.About)))
            Add(communication.CreatorId, communication.SentAt ?? communication.CreatedAt, communication.Type);
        foreach (var task in tasks.Where(t => IsShown(t.About)))
        {
            if (task.Status == "COMPLETED")
                Add(task.AssigneeId, task.CompletedAt, "DONE");
            // A date is that date in every time zone.
            var due = task.DueDate is { Length: 10 } date ? DateOnly.Parse(date, CultureInfo.InvariantCulture)
                : task.DueAt is { } at ? request.Day(at) : (DateOnly?)null;
            if (task.Status != "CANCELLED")
                AddDay(task.AssigneeId, due, "DUE");
            if (task.Status == "COMPLETED" && task.CompletedAt <= task.DueAt)
                AddDay(task.AssigneeId, due, "ON_TIME");
        }

        return
        [
            .. from row in facts.GroupBy(f => (f.Day, f.User))
               let user = users[row.Key.User]
               orderby row.Key.Day, user.Folded, row.Key.User.ToString()
               let due = row.Count(f => f.What == "DUE")
               let onTime = row.Count(f => f.What == "ON_TIME")
               select new ActivityRow(
                   row.Key.User, user.Name, row.Key.Day, row.Count(f => f.What is "PHONE_CALL" or "VIDEO_CALL"),
                   row.Count(f => f.What == "EMAIL"),
                   row.Count(f => f.What == "MEETING"), row.Count(f => f.What == "DONE"), due, onTime, Ratio(onTime, due)),
        ];

        void Add(Guid? user, DateTimeOffset? at, string what) => AddDay(user, at is { } moment ? request.Day(moment) : null, what);

        void AddDay(Guid? user, DateOnly? day, string what)
        {
            if (user is { } id && request.Reaches(id) && request.Holds(day) && what is not ("TEXT_MESSAGE" or "NOTE"))
                facts.Add((id, day!.Value, what));
        }
    }

    /// <summary>The deals as input of the sales figures.</summary>
    public IEnumerable<SalesDeal> SalesDeals(ReportRequest request) => DealsOf(request).Select(d => new SalesDeal(
        d.Id, d.OwnerId, users[d.OwnerId].Name, Guid.Empty, null, d.PrimaryContactId,
        LeadOf(d)?.Source ?? (d.PrimaryContactId is { } contact ? contactSources[contact] : null),
        d.Currency, d.Stage, d.Value, d.Probability, d.CreatedAt, d.ActualCloseDate, false));

    private IEnumerable<PlainDeal> DealsOf(ReportRequest request) =>
        deals.Where(d => request.Reaches(d.OwnerId) && (request.Currency is null || d.Currency == request.Currency));

    private PlainLead? LeadOf(PlainDeal deal) =>
        leads.Where(l => l.ConvertedToDealId == deal.Id).OrderBy(l => l.ConvertedAt).FirstOrDefault();

    private string? StageOn(PlainDeal deal, ReportRequest request, Func<DateOnly, bool> day) =>
        histories[deal.Id].FindLast(s => day(request.Day(s.ChangedAt)))?.ToStage;

    private bool IsShown(Guid[] about) => about.Length == 0 || about.Any(live.Contains);

    private static IEnumerable<string> Currencies(ReportRequest request, IEnumerable<string> current) =>
        current.Concat(request.Currency is null ? [] : new[] { request.Currency }).Distinct().Order(StringComparer.Ordinal);

    private static string Month(DateOnly day) => day.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    private static double? Ratio(long part, long whole) => whole == 0 ? null : (double)part / whole;

    private static double? Mean(List<double> days) => days.Count == 0 ? null : days.Average();

    private static double? Percentile(List<double> days, double share)
    {
        if (days.Count == 0)
            return null;
        var sorted = days.Order().ToList();
        var place = share * (sorted.Count - 1);
        var below = (int)Math.Floor(place);
        return below + 1 == sorted.Count ? sorted[below] : sorted[below] + ((place - below) * (sorted[below + 1] - sorted[below]));
    }

    /// <summary>Orders text as the database does.</summary>
    private readonly record struct Ordinal(string? Text) : IComparable<Ordinal>
    {
        public int CompareTo(Ordinal other) => string.CompareOrdinal(Text, other.Text);
    }

    private sealed record PlainDeal(
        Guid Id, Guid OwnerId, Guid? PrimaryContactId, string Currency, string Stage, decimal Value, int Probability,
        DateTimeOffset CreatedAt,
        DateOnly? ExpectedCloseDate, DateOnly? ActualCloseDate, string? LossReason, string[] Competitors)
    {
        public bool IsClosed => Stage is "CLOSED_WON" or "CLOSED_LOST";
    }

    private sealed record PlainTransition(Guid DealId, int Seq, string? FromStage, string ToStage, DateTimeOffset ChangedAt);

    private sealed record PlainLead(
        Guid Id, string? Source, Guid? AssignedToId, bool IsConverted, DateTimeOffset? ConvertedAt, Guid? ConvertedToDealId,
        DateTimeOffset CreatedAt, bool Deleted);

    private sealed record PlainTask(
        string Status, Guid? AssigneeId, string? DueDate, DateTimeOffset? DueAt, DateTimeOffset? CompletedAt, Guid[] About);

    private sealed record PlainCommunication(
        string Type, string Status, Guid CreatorId, DateTimeOffset? SentAt, DateTimeOffset CreatedAt, Guid[] About);
}
