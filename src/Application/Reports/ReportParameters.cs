using System.Globalization;

namespace Crm.Application.Reports;

/// <summary>The validated parameters of a report. All reports parse the same names in the same way.</summary>
/// <param name="From">First day of the period, in <paramref name="Zone"/>.</param>
/// <param name="To">Last day of the period, in <paramref name="Zone"/>.</param>
/// <param name="Zone">The time zone of the days.</param>
/// <param name="OwnerId">Only deals of this user. Null: all users.</param>
/// <param name="GroupId">Only deals of members of this group. Null: all.</param>
/// <param name="Currency">Only deals in this currency. Null: rows for each currency.</param>
/// <param name="GroupBy">One of the report's groupings; null: totals.</param>
public sealed record ReportParameters(
    DateOnly From, DateOnly To, Zone Zone, Guid? OwnerId, Guid? GroupId, string? Currency, string? GroupBy)
{
    /// <summary>The parameters of every report.</summary>
    public static readonly IReadOnlyList<ReportParameter> Common =
    [
        new("from", "date", "the first day of the month of `to`", "First day of the period, inclusive, a day in `tz`.", []),
        new("to", "date", "today in `tz`", "Last day of the period, inclusive, a day in `tz`.", []),
        new("tz", "timeZone", "the caller's time zone",
            "IANA time zone, such as Europe/Berlin, that determines the days of instants and today. Dates such as " +
            "actualCloseDate belong to their month whatever the time zone.", []),
        new("ownerId", "userId", "every owner",
            "Only deals of this user; `me` refers to the caller. A user without visible deals has no rows.", []),
        new("groupId", "id", "every owner",
            "Only deals of this group's members. A group that does not exist or is not visible has no rows.", []),
        new("currency", "currency", "every currency of the deals",
            "Only deals in this currency (ISO 4217). Without it there are rows for each currency; sums never mix currencies.", []),
    ];

    /// <summary>The common parameters except those that have no effect on a report, which are unknown to it.</summary>
    public static IReadOnlyList<ReportParameter> CommonWithout(params string[] names) => [.. Common.Where(p => !names.Contains(p.Name))];

    /// <summary>The parameters of a report about the future, see <see cref="ReportDefinition.LooksAhead"/>.</summary>
    public static readonly IReadOnlyList<ReportParameter> Ahead =
    [
        Common[0] with { Default = "the first day of the current month in `tz`, or of the month of `to` if that is earlier" },
        Common[1] with { Default = "the last day of the eleventh month after that of `from`: twelve months" },
        .. Common.Skip(2),
    ];

    /// <summary>The parameter for the grouping of a report.</summary>
    public static ReportParameter Grouping(params string[] values) =>
        new("groupBy", "enum", "totals only", "One row for each group instead of one total.", values);

    /// <summary>The parameter for the grouping of a report that is always grouped. The first value is the default.</summary>
    public static ReportParameter AlwaysGrouped(params string[] values) =>
        new("groupBy", "enum", values[0], "One row for each group.", values);

    /// <summary>Parses the values.</summary>
    /// <param name="definition">The report.</param>
    /// <param name="input">As received.</param>
    /// <param name="caller">The user that <c>me</c> refers to, and whose time zone is the default.</param>
    /// <param name="now">Determines the default period.</param>
    public static Result<ReportParameters> Parse(ReportDefinition definition, ReportInput input, Caller caller, DateTimeOffset now)
    {
        if ((Value("tz") is { } tz ? Zone.Find(tz) : caller.Zone) is not { } zone)
            return ReportErrors.UnknownTimeZone;
        var today = zone.DayOf(now);
        var to = ReadDate("to", today);
        if (to.Error is { } toError)
            return toError;
        var from = ReadDate("from", FirstOfMonth(definition.LooksAhead && to.Value > today ? today : to.Value));
        if (from.Error is { } fromError)
            return fromError;
        if (definition.LooksAhead && Value("to") is null)
            to = from.Value.Year == DateOnly.MaxValue.Year ? DateOnly.MaxValue : FirstOfMonth(from.Value).AddYears(1).AddDays(-1);
        if (from.Value > to.Value)
            return ReportErrors.PeriodReversed(from.Value, to.Value);

        Guid? owner = null;
        if (Value("ownerId") is { } ownerText)
        {
            if (ownerText == "me")
                owner = caller.UserId;
            else if (Guid.TryParseExact(ownerText, "D", out var id))
                owner = id;
            else
                return ListErrors.InvalidValue("ownerId", "must be an id or me.");
        }

        Guid? group = null;
        if (Value("groupId") is { } groupText)
        {
            if (!Guid.TryParseExact(groupText, "D", out var id))
                return ListErrors.InvalidValue("groupId", "must be an id.");
            group = id;
        }

        var currency = Value("currency");
        if (currency is not null && !Currencies.Exists(currency))
            return ListErrors.InvalidValue("currency", "must be an ISO 4217 currency code such as EUR.");
        var grouping = definition.Parameters.SingleOrDefault(p => p.Name == "groupBy");
        var groupBy = Value("groupBy") ?? grouping?.Values.FirstOrDefault(v => v == grouping.Default);
        if (groupBy is not null)
        {
            var known = grouping!.Values;
            if (!known.Contains(groupBy))
                return ListErrors.InvalidValue(
                    "groupBy", $"'{TextRules.Printable(groupBy)}' is not one of its values; {Suggestions.For(groupBy, known)}");
        }

        return new ReportParameters(from.Value, to.Value, zone, owner, group, currency, groupBy);

        static DateOnly FirstOfMonth(DateOnly day) => new(day.Year, day.Month, 1);

        string? Value(string name) => input.Values.GetValueOrDefault(name);

        Result<DateOnly> ReadDate(string name, DateOnly absent)
        {
            if (Value(name) is not { } text)
                return absent;
            return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
                ? date
                : ListErrors.InvalidValue(name, "must be a date, YYYY-MM-DD.");
        }
    }
}
