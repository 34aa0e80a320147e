using System.Globalization;

namespace Crm.Application.Common.Text;

/// <summary>Formats and parses values that are dates or instants, as in the API and in the database.</summary>
public static class DatesOrInstants
{
    /// <summary>The length of a date as text. An instant is longer.</summary>
    public const int DateLength = 10;

    public static string Format(DateOrInstant value) =>
        value.Date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? Instants.Format(value.Instant!.Value);

    /// <summary>Parses <c>YYYY-MM-DD</c> or an instant with its offset. All instants of the date must be accepted instants.</summary>
    public static DateOrInstant? TryParse(string? text)
    {
        if (Instants.TryParse(text, out var instant))
            return DateOrInstant.Of(instant);
        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            return null;
        var start = new DateTimeOffset(date, TimeOnly.MinValue, TimeSpan.Zero);
        return start >= Instants.Min && start <= Instants.Max.AddDays(-1) ? DateOrInstant.Of(date) : null;
    }
}
