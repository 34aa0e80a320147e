namespace Crm.Domain.Common;

/// <summary>A value given as a date or as an instant, and kept as given. A date is a day in a time zone.</summary>
public sealed record DateOrInstant
{
    // The offsets of the time zones that are furthest from UTC.
    private static readonly TimeSpan Easternmost = TimeSpan.FromHours(14), Westernmost = TimeSpan.FromHours(12);

    private DateOrInstant(DateOnly? date, DateTimeOffset? instant) => (Date, Instant) = (date, instant);

    /// <summary>The date. Null if it is an instant.</summary>
    public DateOnly? Date { get; }

    /// <summary>The instant. Null if it is a date.</summary>
    public DateTimeOffset? Instant { get; }

    public static DateOrInstant Of(DateOnly date) => new(date, null);

    public static DateOrInstant Of(DateTimeOffset instant) => new(null, instant);

    /// <summary>The instant, or the first one of the day.</summary>
    public DateTimeOffset StartIn(Zone zone) => Date is { } day ? zone.StartOf(day) : Instant!.Value;

    /// <summary>The instant, or the last microsecond of the day.</summary>
    public DateTimeOffset LastIn(Zone zone) => Date is { } day ? zone.LastOf(day) : Instant!.Value;

    /// <summary>Whether it is before the other value. A date and an instant are compared for the time zone in which the answer is no, if
    /// there is one.</summary>
    public bool IsBefore(DateOrInstant other) => (Date, other.Date) switch
    {
        ({ } day, { } otherDay) => day < otherDay,
        ({ } day, null) => MidnightOf(day).AddDays(1) + Westernmost <= other.Instant,
        (null, { } otherDay) => Instant < MidnightOf(otherDay) - Easternmost,
        _ => Instant < other.Instant,
    };

    private static DateTimeOffset MidnightOf(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);
}
