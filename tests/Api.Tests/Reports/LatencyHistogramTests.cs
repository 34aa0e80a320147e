using Crm.Application.Common.Metrics;

namespace Crm.Api.Tests.Reports;

public sealed class LatencyHistogramTests
{
    [TestCase(0.5)]
    [TestCase(0.95)]
    [TestCase(0.99)]
    [TestCase(1)]
    public void A_percentile_is_at_most_five_percent_away_from_the_sorted_durations(double share)
    {
        var random = new Random(4711);
        for (var round = 0; round < 20; round++)
        {
            var histogram = new LatencyHistogram();
            // From a microsecond to ten minutes, evenly distributed over the magnitudes.
            var durations = Enumerable.Range(0, random.Next(1, 2000)).Select(_ => (long)Math.Pow(10, random.NextDouble() * 8.78)).Order()
                .ToArray();
            foreach (var duration in durations)
                histogram.Add(TimeSpan.FromMicroseconds(duration));

            var (count, percentiles) = histogram.Read(share);

            var exact = durations[Math.Max(1, (int)Math.Ceiling(share * durations.Length)) - 1];
            Assert.That(count, Is.EqualTo(durations.Length));
            Assert.That(percentiles[0].TotalMicroseconds, Is.EqualTo((double)exact).Within(5).Percent);
        }
    }

    [Test]
    public void Durations_are_distinguished_up_to_half_an_hour_and_longer_ones_count_as_half_an_hour()
    {
        for (var microseconds = 1L; microseconds < 1_800_000_000; microseconds += 1 + (microseconds / 7))
            Assert.That(MedianOf(TimeSpan.FromMicroseconds(microseconds)).TotalMicroseconds, Is.EqualTo((double)microseconds)
                .Within(3.2).Percent);
        Assert.That(MedianOf(TimeSpan.FromDays(9)), Is.EqualTo(MedianOf(TimeSpan.FromMinutes(36))));
        Assert.That(MedianOf(TimeSpan.FromSeconds(-1)), Is.EqualTo(TimeSpan.Zero));
    }

    [Test]
    public void An_empty_histogram_has_no_percentiles()
    {
        var (count, percentiles) = new LatencyHistogram().Read(0.5, 0.99);
        Assert.That(count, Is.Zero);
        Assert.That(percentiles, Is.All.EqualTo(TimeSpan.Zero));
    }

    [Test]
    public void No_concurrent_addition_is_lost()
    {
        var histogram = new LatencyHistogram();
        Parallel.For(0, 4, _ =>
        {
            for (var i = 0; i < 10_000; i++)
                histogram.Add(TimeSpan.FromMilliseconds(1));
        });
        Assert.That(histogram.Read(0.5).Count, Is.EqualTo(40_000));
    }

    private static TimeSpan MedianOf(TimeSpan duration)
    {
        var histogram = new LatencyHistogram();
        histogram.Add(duration);
        return histogram.Read(0.5).Percentiles[0];
    }
}
