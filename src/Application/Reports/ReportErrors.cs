using System.Globalization;

namespace Crm.Application.Reports;

public static class ReportErrors
{
    public static readonly Error UnknownTimeZone = ListErrors.InvalidValue("tz", "must be an IANA time zone such as Europe/Berlin.");

    public static Error PeriodReversed(DateOnly from, DateOnly to) => Error.Invalid(
        "period_reversed",
        string.Create(CultureInfo.InvariantCulture,
            $"The period ends on {to:yyyy-MM-dd}, before it starts on {from:yyyy-MM-dd}; give a from that is not after to.")).At("from");
}
