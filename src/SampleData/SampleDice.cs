namespace Crm.SampleData;

/// <summary>The same chances every time.</summary>
/// <param name="now">The moment the made-up history ends at.</param>
internal sealed class SampleDice(DateTimeOffset now)
{
    public Random Random { get; } = new(7_301);

    public DateTimeOffset Now { get; } = now;

    public T Pick<T>(T[] from) => from[Random.Next(from.Length)];

    public T Pick<T>(List<T> from) => from[Random.Next(from.Count)];

    public T Pick<T>()
        where T : struct, Enum => Pick(Enum.GetValues<T>());

    /// <summary>True once in so many times.</summary>
    public bool OneIn(int times) => Random.Next(times) == 0;

    public string[] Tags() => OneIn(3) ? [Pick(SampleNames.Tags)] : [];

    public string Phone() => $"+1 555 {Random.Next(100, 999)} {Random.Next(1000, 9999)}";

    public DateTimeOffset Moment(DateTimeOffset from, DateTimeOffset to) =>
        to <= from ? Instant(from) : Instant(from.AddSeconds(Random.NextDouble() * (to - from).TotalSeconds));

    /// <summary>Some days later, seldom many; never later than now.</summary>
    public DateTimeOffset Later(DateTimeOffset from, double meanDays)
    {
        var later = Instant(from.AddDays(-meanDays * Math.Log(1 - Random.NextDouble())));
        return later < Now ? later : Instant(Now);
    }

    public static DateTimeOffset Instant(DateTimeOffset at) => Application.Common.Text.Instants.Cut(at);

    public static void Must(Error? error)
    {
        if (error is not null)
            throw new InvalidOperationException($"The sample data breaks a rule: {error.Message}");
    }
}
