using System.Collections.Concurrent;

namespace Crm.Domain.Common;

/// <summary>
/// A time zone. It alone decides which day an instant belongs to, and which instants a day has: a plain date is a day in a user's zone.
/// </summary>
public sealed class Zone
{
    private static readonly ConcurrentDictionary<string, Zone> Known = new(StringComparer.Ordinal);

    // No zone is further from UTC than this.
    private const int MaxOffsetSeconds = 24 * 60 * 60;

    private readonly TimeZoneInfo info;

    private Zone(string id) => (Id, info) = (id, TimeZoneInfo.FindSystemTimeZoneById(id));

    public static Zone Utc { get; } = Of("UTC");

    /// <summary>The IANA name.</summary>
    public string Id { get; }

    /// <summary>The zone with this IANA name; null if there is none.</summary>
    public static Zone? Find(string id) => TimeZoneRule.IsTimeZone(id) ? Of(id) : null;

    /// <summary>The day that the instant belongs to. At the instant of now, it is today.</summary>
    public DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, info).DateTime);

    /// <summary>The first instant of the day. If its midnight does not exist, that is later; if it occurs twice, the earlier one.</summary>
    public DateTimeOffset StartOf(DateOnly day)
    {
        var midnight = new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero);
        if (this == Utc || day.DayNumber < 3 || day.DayNumber > DateOnly.MaxValue.DayNumber - 3)
            return midnight;
        // Searched for, because a rule about offsets would have to know every kind of change: gaps, repetitions, days that a zone skipped.
        var (before, first) = (-MaxOffsetSeconds, MaxOffsetSeconds);
        while (first - before > 1)
        {
            var middle = before + ((first - before) / 2);
            if (DayOf(midnight.AddSeconds(middle)) < day)
                before = middle;
            else
                first = middle;
        }

        return midnight.AddSeconds(first);
    }

    /// <summary>The end of the day, exclusive: the first instant of the next day.</summary>
    public DateTimeOffset EndOf(DateOnly day) => day == DateOnly.MaxValue ? DateTimeOffset.MaxValue : StartOf(day.AddDays(1));

    /// <summary>The last microsecond of the day: what is due on the day is late after it.</summary>
    public DateTimeOffset LastOf(DateOnly day) => EndOf(day).AddTicks(-TimeSpan.TicksPerMicrosecond);

    public override string ToString() => Id;

    private static Zone Of(string id) => Known.GetOrAdd(id, static name => new Zone(name));
}
