using System.Diagnostics;
using Crm.Application.Common.Metrics;
using Microsoft.Extensions.Logging;

namespace Crm.Infrastructure.Persistence;

/// <summary>
/// Measures the statements of the current use case, and logs slow ones by name, never by text or values, which may contain what a user
/// typed.
/// </summary>
internal sealed class SqlMetrics(CurrentUseCase current, DatabaseOptions options, ILogger<SqlMetrics> logger)
{
    /// <summary>Returns the time at which a statement is sent.</summary>
    public static long Start() => Stopwatch.GetTimestamp();

    /// <param name="started">The result of <see cref="Start"/>.</param>
    /// <param name="rows">The number of rows, if it is known.</param>
    public void Done(long started, long? rows) => Add(Stopwatch.GetElapsedTime(started), rows, failed: false);

    /// <param name="started">The result of <see cref="Start"/>.</param>
    /// <param name="exception">The exception; a client that disconnects is not a failure.</param>
    public void Failed(long started, Exception exception) =>
        Add(Stopwatch.GetElapsedTime(started), null, exception is not OperationCanceledException);

    public void Add(TimeSpan duration, long? rows, bool failed)
    {
        var number = current.Next();
        current.Statements.Of(number).Add(duration, failed);
        if (duration < options.SlowStatement)
            return;
        logger.LogWarning(
            "Slow statement: {Statement} {Outcome} after {Milliseconds} ms, rows: {Rows}",
            current.Statements.NameOf(number), failed ? "failed" : "ended", Math.Round(duration.TotalMilliseconds), rows);
    }
}
