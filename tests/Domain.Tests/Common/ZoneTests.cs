using System.Globalization;

namespace Crm.Domain.Tests.Common;

public sealed class ZoneTests
{
    private static DateTimeOffset At(string instant) => DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture);

    private static DateOnly Day(string day) => DateOnly.Parse(day, CultureInfo.InvariantCulture);

    [TestCase("UTC", "2026-11-28", "2026-11-28T00:00:00Z", 24)]
    [TestCase("Pacific/Kiritimati", "2026-11-28", "2026-11-27T10:00:00Z", 24)]
    [TestCase("Asia/Tokyo", "2026-11-28", "2026-11-27T15:00:00Z", 24)]
    [TestCase("Asia/Kathmandu", "2026-11-28", "2026-11-27T18:15:00Z", 24)]
    [TestCase("Pacific/Niue", "2026-11-28", "2026-11-28T11:00:00Z", 24)]
    [TestCase("Europe/Berlin", "2026-03-29", "2026-03-28T23:00:00Z", 23)]
    [TestCase("Europe/Berlin", "2026-10-25", "2026-10-24T22:00:00Z", 25)]
    [TestCase("America/Los_Angeles", "2026-03-08", "2026-03-08T08:00:00Z", 23)]
    [TestCase("America/Los_Angeles", "2026-11-01", "2026-11-01T07:00:00Z", 25)]
    [TestCase("America/Santiago", "2026-09-06", "2026-09-06T04:00:00Z", 23, Description = "Midnight does not exist.")]
    [TestCase("Africa/Cairo", "2026-04-24", "2026-04-23T22:00:00Z", 23, Description = "Midnight does not exist.")]
    [TestCase("Asia/Beirut", "2026-03-29", "2026-03-28T22:00:00Z", 23, Description = "Midnight does not exist.")]
    [TestCase("America/Havana", "2026-11-01", "2026-11-01T04:00:00Z", 25, Description = "Midnight occurs twice.")]
    [TestCase("Atlantic/Azores", "2026-10-25", "2026-10-25T00:00:00Z", 25, Description = "Midnight occurs twice.")]
    [TestCase("Australia/Lord_Howe", "2026-04-05", "2026-04-04T13:00:00Z", 24.5)]
    [TestCase("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z", 0, Description = "The zone skipped the day.")]
    public void A_day_starts_at_its_first_instant(string id, string day, string start, double hours)
    {
        var zone = Zone.Find(id)!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(zone.StartOf(Day(day)), Is.EqualTo(At(start)));
            Assert.That(zone.EndOf(Day(day)), Is.EqualTo(At(start).AddHours(hours)));
            Assert.That(zone.LastOf(Day(day)), Is.EqualTo(At(start).AddHours(hours).AddMicroseconds(-1)));
        }
    }

    [TestCase("Pacific/Kiritimati")]
    [TestCase("Pacific/Niue")]
    [TestCase("America/Santiago")]
    [TestCase("America/Havana")]
    [TestCase("Africa/Cairo")]
    [TestCase("Europe/Berlin")]
    [TestCase("Asia/Beirut")]
    public void Days_follow_one_another_without_gaps_and_contain_their_instants(string id)
    {
        var zone = Zone.Find(id)!;
        for (var day = new DateOnly(2024, 1, 1); day.Year < 2028; day = day.AddDays(1))
        {
            if (zone.DayOf(zone.StartOf(day)) != day || zone.DayOf(zone.LastOf(day)) != day ||
                zone.DayOf(zone.StartOf(day).AddMicroseconds(-1)) != day.AddDays(-1) || zone.EndOf(day) != zone.StartOf(day.AddDays(1)))
                Assert.Fail($"{day} in {id}");
        }
    }

    [TestCase("Pacific/Kiritimati")]
    [TestCase("Pacific/Niue")]
    public void The_ends_of_the_calendar_are_days(string id)
    {
        var zone = Zone.Find(id)!;
        Assert.That(zone.StartOf(DateOnly.MinValue), Is.LessThan(zone.EndOf(DateOnly.MaxValue)));
    }

    [TestCase("Mars/Olympus")]
    [TestCase("../etc/passwd")]
    [TestCase("")]
    public void An_unknown_zone_is_not_found(string id) => Assert.That(Zone.Find(id), Is.Null);

    [TestCase("2026-11-28", "2026-11-28T12:00:00Z", false, Description = "It is still the 28th west of UTC.")]
    [TestCase("2026-11-28", "2026-11-29T11:59:59Z", false)]
    [TestCase("2026-11-28", "2026-11-29T12:00:00Z", true, Description = "Nowhere is it the 28th any more.")]
    public void A_date_is_before_an_instant_if_it_is_so_everywhere(string date, string instant, bool before) =>
        Assert.That(DateOrInstant.Of(Day(date)).IsBefore(DateOrInstant.Of(At(instant))), Is.EqualTo(before));

    [TestCase("2026-11-27T10:00:00Z", "2026-11-28", false, Description = "In Kiritimati it is the 28th.")]
    [TestCase("2026-11-27T09:59:59Z", "2026-11-28", true)]
    public void An_instant_is_before_a_date_if_it_is_so_everywhere(string instant, string date, bool before) =>
        Assert.That(DateOrInstant.Of(At(instant)).IsBefore(DateOrInstant.Of(Day(date))), Is.EqualTo(before));
}
