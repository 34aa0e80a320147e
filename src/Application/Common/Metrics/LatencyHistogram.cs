using System.Numerics;

namespace Crm.Application.Common.Metrics;

/// <summary>
/// Counts durations in buckets of growing width: exact to the microsecond up to 16 µs, then 16 buckets for each doubling. The error
/// of a percentile is therefore at most 3.2 %. Adding a duration is one atomic increment in an array of fixed size.
/// </summary>
public sealed class LatencyHistogram
{
    private const int Bits = 4;
    private const int Steps = 1 << Bits;

    /// <summary>The longest distinguished duration, a little over half an hour.</summary>
    private const long Longest = (1L << 31) - 1;

    private readonly long[] counts = new long[IndexOf(Longest) + 1];

    public void Add(TimeSpan duration) =>
        Interlocked.Increment(ref counts[IndexOf(Math.Clamp(duration.Ticks / TimeSpan.TicksPerMicrosecond, 0, Longest))]);

    /// <summary>The number of durations, and the percentiles for the given shares.</summary>
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
