using System.Diagnostics;
using Crm.Application.Common.Metrics;
using Microsoft.Extensions.Logging;

namespace Crm.Infrastructure.Persistence;

/// <summary>
/// Times the statements of the running use case and logs those that take too long: by name, never by text or values, which
/// hold what users typed.
/// </summary>
internal sealed class SqlMetrics(CurrentUseCase current, DatabaseOptions options, ILogger<SqlMetrics> logger)
{
    /// <summary>When a statement was sent.</summary>
    public static long Start() => Stopwatch.GetTimestamp();

    /// <param name="started">What <see cref="Start"/> gave.</param>
    /// <param name="rows">How many rows came, where that is known.</param>
    public void Done(long started, long? rows) => Add(Stopwatch.GetElapsedTime(started), rows, failed: false);

    /// <param name="started">What <see cref="Start"/> gave.</param>
    /// <param name="exception">Why; a caller's hanging up is no failure.</param>
    public void Failed(long started, Exception exception) => Add(Stopwatch.GetElapsedTime(started), null, exception is not OperationCanceledException);

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
