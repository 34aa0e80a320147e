namespace Crm.SampleData;

/// <summary>Random values, the same in every run.</summary>
/// <param name="now">When the sample history ends.</param>
internal sealed class SampleRandom(DateTimeOffset now) : Random(7_301)
{
    /// <summary>How long the sample history is.</summary>
    public const int Days = 730;

    public DateTimeOffset Now { get; } = now;

    /// <summary>When the sample history starts.</summary>
    public DateTimeOffset Start => Now.AddDays(-Days);

    public T Pick<T>(T[] from) => from[Next(from.Length)];

    public T Pick<T>(List<T> from) => from[Next(from.Count)];

    public T Pick<T>()
        where T : struct, Enum => Pick(Enum.GetValues<T>());

    /// <summary>True with a probability of one in <paramref name="times"/>.</summary>
    public bool OneIn(int times) => Next(times) == 0;

    public string[] Tags() => OneIn(3) ? [Pick(SampleNames.Tags)] : [];

    public string Phone() => $"+1 555 {Next(100, 999)} {Next(1000, 9999)}";

    public DateTimeOffset Moment(DateTimeOffset from, DateTimeOffset to) =>
        to <= from ? Instant(from) : Instant(from.AddSeconds(NextDouble() * (to - from).TotalSeconds));

    /// <summary>A time that is later by a random number of days, exponentially distributed; never later than now.</summary>
    public DateTimeOffset Later(DateTimeOffset from, double meanDays)
    {
        var later = Instant(from.AddDays(-meanDays * Math.Log(1 - NextDouble())));
        return later < Now ? later : Instant(Now);
    }

    public static DateTimeOffset Instant(DateTimeOffset at) => Application.Common.Text.Instants.Cut(at);

    public static void ThrowIfFailed(Error? error)
    {
        if (error is not null)
            throw new InvalidOperationException($"The sample data breaks a rule: {error.Message}");
    }
}
