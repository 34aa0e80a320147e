using System.Diagnostics;

namespace Crm.Infrastructure.Persistence;

/// <summary>
/// Reads <see cref="OpenWrites"/> at most a few times a second: a time that was right once stays right, only earlier than necessary. A
/// standby may lack commits that preceded the reading: a reading is valid there once its position in the log has been replayed.
/// </summary>
internal sealed class CommitHorizon(ReadDataSource source, IClock clock) : ICommitHorizon, IDisposable
{
    /// <summary>How far the clocks of two instances may differ.</summary>
    public static readonly TimeSpan ClockDifference = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Age = TimeSpan.FromMilliseconds(200), TimeLimit = TimeSpan.FromSeconds(1);

    /// <summary>Five minutes of readings.</summary>
    private const int Kept = 1500;

    private static readonly SqlFragment Replayed =
        $"select case when pg_is_in_recovery() then pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0')::bigint end";

    private readonly SemaphoreSlim reading = new(1);
    private readonly LinkedList<Reading> earlier = [];
    private volatile Reading? latest;

    private bool HasStandbys => source.Standbys is not null;

    public async ValueTask<IReadHorizon> StartAsync(CancellationToken ct)
    {
        if (Current() is { } known)
            return new ReadHorizon(this, known);
        await reading.WaitAsync(ct);
        try
        {
            return new ReadHorizon(this, Current() ?? await ReadAsync(ct));
        }
        finally
        {
            reading.Release();
        }
    }

    public void Dispose() => reading.Dispose();

    /// <summary>The latest reading, unless it is old or the clock was set back.</summary>
    private Reading? Current() =>
        latest is { } known && Stopwatch.GetElapsedTime(known.Taken) < Age && !(known.AsOf > clock.Now) ? known : null;

    private async Task<Reading> ReadAsync(CancellationToken ct)
    {
        // The reading serves many requests, and belongs to the trace of none.
        Activity.Current = null;
        // Before the locks are read: a transaction that starts later stamps its changes with later times.
        var (now, taken) = (clock.Now, Stopwatch.GetTimestamp());
        var result = new Reading(null, 0, taken);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(TimeLimit);
        try
        {
            await using var connection = await source.Primary.OpenConnectionAsync(limit.Token);
            await using var command = new NpgsqlCommand(OpenWrites.OldestSql, connection);
            await using var reader = await command.ExecuteReaderAsync(limit.Token);
            await reader.ReadAsync(limit.Token);
            var oldest = reader.IsDBNull(0) ? now : DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(0));
            result = new Reading((oldest < now ? oldest : now) - ClockDifference, reader.GetInt64(1), taken);
        }
        catch (Exception e) when (e is NpgsqlException or OperationCanceledException && !ct.IsCancellationRequested)
        {
            // The primary does not respond. Lists that a standby serves go on, without the time.
        }

        if (HasStandbys)
        {
            lock (earlier)
            {
                earlier.AddFirst(result);
                if (earlier.Count > Kept)
                    earlier.RemoveLast();
            }
        }

        return latest = result;
    }

    /// <summary>The latest time that is valid for a standby that has replayed the log until this position.</summary>
    private DateTimeOffset? AsOf(long replayed)
    {
        lock (earlier)
            return earlier.FirstOrDefault(r => r.AsOf is not null && r.Position <= replayed)?.AsOf;
    }

    private sealed record Reading(DateTimeOffset? AsOf, long Position, long Taken);

    private sealed class ReadHorizon(CommitHorizon horizon, Reading reading) : IReadHorizon
    {
        public SqlFragment? Probe => horizon.HasStandbys ? Replayed : null;

        public DateTimeOffset? Of(long? replayed) => replayed is { } position ? horizon.AsOf(position) : reading.AsOf;
    }
}
