namespace Crm.Application.Common.Lists;

/// <summary>A date as the value of a filter of instants: the whole day in the caller's time zone.</summary>
/// <param name="Date">The date.</param>
/// <param name="Start">Its first instant.</param>
/// <param name="End">The first instant after it.</param>
public sealed record Day(DateOnly Date, DateTimeOffset Start, DateTimeOffset End)
{
    public static Day Of(DateOnly date, Zone zone) => new(date, zone.StartOf(date), zone.EndOf(date));
}
