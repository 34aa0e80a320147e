using System.Numerics;

namespace Crm.Application.Common.Metrics;

/// <summary>
/// Counts durations in buckets that grow with them: exact to the microsecond up to 16 µs, beyond that 16 buckets to each
/// doubling, so that a percentile is at most 3.2 % away from the duration it stands for. Adding one is a single atomic
/// increment in an array that never grows.
/// </summary>
public sealed class LatencyHistogram
{
    private const int Bits = 4;
    private const int Steps = 1 << Bits;

    /// <summary>The longest that is told apart, a good half hour.</summary>
    private const long Longest = (1L << 31) - 1;

    private readonly long[] counts = new long[IndexOf(Longest) + 1];

    public void Add(TimeSpan duration) =>
        Interlocked.Increment(ref counts[IndexOf(Math.Clamp(duration.Ticks / TimeSpan.TicksPerMicrosecond, 0, Longest))]);

    /// <summary>How many there are, and the durations that the given shares of them do not exceed.</summary>
    /// <param name="shares">In (0, 1], ascending.</param>
    public (long Count, TimeSpan[] Percentiles) Read(params ReadOnlySpan<double> shares)
    {
        var seen = new long[counts.Length];
        var total = 0L;
        for (var i = 0; i < seen.Length; i++)
            total += seen[i] = Volatile.Read(ref counts[i]);
        var percentiles = new TimeSpan[shares.Length];
        var (bucket, passed) = (0, seen[0]);
        for (var i = 0; i < shares.Length && total > 0; i++)
        {
            var rank = Math.Max(1, (long)Math.Ceiling(shares[i] * total));
            while (passed < rank)
                passed += seen[++bucket];
            percentiles[i] = TimeSpan.FromMicroseconds(MiddleOf(bucket));
        }

        return (total, percentiles);
    }

    private static int IndexOf(long microseconds)
    {
        if (microseconds < Steps)
            return (int)microseconds;
        var shift = BitOperations.Log2((ulong)microseconds) - Bits;
        return (shift * Steps) + (int)(microseconds >> shift);
    }

    private static double MiddleOf(int index)
    {
        if (index < Steps)
            return index;
        var shift = (index / Steps) - 1;
        var first = (long)((index % Steps) + Steps) << shift;
        return first + (((1L << shift) - 1) / 2.0);
    }
}
