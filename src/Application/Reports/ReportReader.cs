using System.Collections.Concurrent;
using System.Data.Common;

namespace Crm.Application.Reports;

/// <summary>Reads the rows of any report; its statement carries the marks of <see cref="ReportMarks"/>.</summary>
public sealed class ReportReader(IReadDb db, ICurrentUser user, IClock clock) : IScopedService
{
    private static readonly ConcurrentDictionary<(Type Report, object Shape), string> Statements = new();

    // What was committed before this moment is in the rows: they are read after it, in the same round trip.
    internal const string AsOfSql = "select case when pg_is_in_recovery() then coalesce(pg_last_xact_replay_timestamp(), now()) else now() end";

    // A zone that the service's time zone database knows and PostgreSQL's older one does not.
    private const string InvalidParameterValue = "22023";

    /// <param name="query">The report's query.</param>
    /// <param name="sqlOf">Its statement, for the parameters that were given.</param>
    /// <param name="hasPeriod">Whether the period limits its rows.</param>
    /// <param name="ct">Cancels the statement.</param>
    public Task<Result<Report<TRow>>> ReadAsync<TQuery, TRow>(TQuery query, Func<ReportParameters, string> sqlOf, bool hasPeriod, CancellationToken ct)
        where TQuery : IReportQuery
        where TRow : class => ReadAsync(query, sqlOf, (sets, _) => sets.ReadAsync<TRow>(), hasPeriod, ct);

    /// <param name="query">The report's query.</param>
    /// <param name="sqlOf">Its statements: they depend on which parameters were given, on groupBy, and on whether tz is UTC, and on nothing else.</param>
    /// <param name="read">Makes the rows of what they give.</param>
    /// <param name="hasPeriod">Whether the period limits its rows.</param>
    /// <param name="ct">Cancels the statements.</param>
    public async Task<Result<Report<TRow>>> ReadAsync<TQuery, TRow>(
        TQuery query, Func<ReportParameters, string> sqlOf, Func<IResultSets, ReportParameters, Task<IReadOnlyList<TRow>>> read, bool hasPeriod, CancellationToken ct)
        where TQuery : IReportQuery
        where TRow : class
    {
        var caller = user.Required;
        var parsed = ReportParameters.Parse(TQuery.Definition, query.Input, caller.UserId, clock.Now);
        if (parsed.Error is { } error)
            return error;
        var p = parsed.Value;
        var marks = new ReportMarks(caller, p);
        var sql = Statements.GetOrAdd((typeof(TQuery), marks.Shape), _ => Compose(marks, sqlOf(p)));
        var parameters = new { from = p.From, to = p.To, tz = p.Tz, ownerId = p.OwnerId, groupId = p.GroupId, currency = p.Currency, now = clock.Now, scopeUsers = caller.Team };
        try
        {
            return await db.QueryMultipleAsync(
                sql,
                parameters,
                async sets =>
                {
                    var asOf = await sets.ReadSingleOrDefaultAsync<DateTimeOffset>();
                    var rows = await read(sets, p);
                    var filters = new ReportFilters(hasPeriod ? p.From : null, hasPeriod ? p.To : null, p.Tz, p.OwnerId, p.GroupId, p.Currency, p.GroupBy);
                    return new Report<TRow>(asOf, filters, rows) { TableName = TQuery.Definition.Name };
                },
                ct);
        }
        catch (DbException e) when (e.SqlState == InvalidParameterValue)
        {
            return ReportErrors.UnknownTimeZone;
        }
    }

    /// <summary>
    /// Where sums are read the plan is the same whoever is asked for, and finding it anew takes longer than all the rest: so it is
    /// found once for each connection.
    /// </summary>
    private static string Compose(ReportMarks marks, string sql) =>
        $"{AsOfSql}{(ReportMarks.ReadsSums(sql) ? ", set_config('plan_cache_mode', 'force_generic_plan', true)" : "")};\n{marks.ApplyTo(sql)}";
}
