using System.Globalization;
using Crm.Application.Common;
using Crm.Application.Common.Lists;
using Crm.Domain.Common;

namespace Crm.Application.Reports;

/// <summary>The parameters of a report, read and checked: every report reads the same names in the same way.</summary>
/// <param name="From">First day of the period, in <paramref name="Tz"/>.</param>
/// <param name="To">Last day of the period, in <paramref name="Tz"/>.</param>
/// <param name="Tz">An IANA time zone.</param>
/// <param name="OwnerId">Deals of this user alone; null: of all.</param>
/// <param name="GroupId">Deals of this group's members alone; null: of all.</param>
/// <param name="Currency">Deals in this currency alone; null: a row set for each.</param>
/// <param name="GroupBy">One of the report's groupings; null: totals.</param>
public sealed record ReportParameters(DateOnly From, DateOnly To, string Tz, Guid? OwnerId, Guid? GroupId, string? Currency, string? GroupBy)
{
    /// <summary>What every report takes.</summary>
    public static readonly IReadOnlyList<ReportParameter> Common =
    [
        new("from", "date", "the first day of the month of `to`", "First day of the period, inclusive, a day in `tz`.", []),
        new("to", "date", "today in `tz`", "Last day of the period, inclusive, a day in `tz`.", []),
        new("tz", "timeZone", "UTC", "IANA time zone, such as Europe/Berlin, whose days are meant.", []),
        new("ownerId", "userId", "every owner", "Only deals of this user; `me` stands for the caller. A user without visible deals has no rows.", []),
        new("groupId", "id", "every owner", "Only deals of this group's members. A group that does not exist or that you may not see has no rows.", []),
        new("currency", "currency", "every currency present", "Only deals in this currency (ISO 4217). Without it there is one row set for each currency present; sums never mix currencies.", []),
    ];

    /// <summary>The parameter that chooses a report's grouping.</summary>
    public static ReportParameter Grouping(params string[] values) =>
        new("groupBy", "enum", "totals only", "One row for each of these instead of one total.", values);

    /// <summary>Reads the values.</summary>
    /// <param name="definition">The report.</param>
    /// <param name="input">As it came.</param>
    /// <param name="me">Whom <c>me</c> stands for.</param>
    /// <param name="now">Decides the default period.</param>
    public static Result<ReportParameters> Parse(ReportDefinition definition, ReportInput input, Guid me, DateTimeOffset now)
    {
        var tz = Value("tz") ?? "UTC";
        if (!TextRules.IsClean(tz) || !Rules.IsTimeZone(tz))
            return ReportErrors.UnknownTimeZone;
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, TimeZoneInfo.FindSystemTimeZoneById(tz)).DateTime);
        var to = ReadDate("to", today);
        if (to.Error is { } toError)
            return toError;
        var from = ReadDate("from", new DateOnly(to.Value.Year, to.Value.Month, 1));
        if (from.Error is { } fromError)
            return fromError;
        if (from.Value > to.Value)
            return ReportErrors.PeriodReversed(from.Value, to.Value);

        Guid? owner = null;
        if (Value("ownerId") is { } ownerText)
        {
            if (ownerText == "me")
                owner = me;
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
        var groupBy = Value("groupBy");
        if (groupBy is not null)
        {
            var known = definition.Parameters.Single(p => p.Name == "groupBy").Values;
            if (!known.Contains(groupBy))
                return ListErrors.InvalidValue("groupBy", $"'{TextRules.Printable(groupBy)}' is not one of its values; {Suggest.For(groupBy, known)}");
        }

        return new ReportParameters(from.Value, to.Value, tz, owner, group, currency, groupBy);

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
