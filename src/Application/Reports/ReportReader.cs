using System.Data.Common;

namespace Crm.Application.Reports;

/// <summary>Reads the rows of a report. Its statement is composed of the fragments of <see cref="ReportSql"/>.</summary>
internal sealed class ReportReader(IReadDb db, ICurrentUser user, IClock clock) : IScopedService
{
    // The rows contain everything that was committed before this time, because they are read after it, in the same round trip.
    internal static readonly SqlFragment AsOfSql =
        $"select case when pg_is_in_recovery() then coalesce(pg_last_xact_replay_timestamp(), now()) else now() end";

    // The service's time zone database may contain a zone that PostgreSQL's older one does not.
    private const string InvalidParameterValue = "22023";

    /// <param name="query">The report's query.</param>
    /// <param name="sqlOf">Composes the statement.</param>
    /// <param name="ct">Cancels the statement.</param>
    public Task<Result<Report<TRow>>> ReadAsync<TQuery, TRow>(
        TQuery query, Func<ReportSql, SqlFragment> sqlOf, CancellationToken ct)
        where TQuery : IReportQuery
        where TRow : class => ReadAsync(query, report => [sqlOf(report)], (sets, _) => sets.ReadAsync<TRow>(), ct);

    /// <param name="query">The report's query.</param>
    /// <param name="sqlOf">Composes the statements.</param>
    /// <param name="read">Converts the result sets to rows.</param>
    /// <param name="ct">Cancels the statements.</param>
    public async Task<Result<Report<TRow>>> ReadAsync<TQuery, TRow>(
        TQuery query,
        Func<ReportSql, SqlFragment[]> sqlOf,
        Func<IResultSets, ReportParameters, Task<IReadOnlyList<TRow>>> read,
        CancellationToken ct)
        where TQuery : IReportQuery
        where TRow : class
    {
        var caller = user.Required;
        var parsed = ReportParameters.Parse(TQuery.Definition, query.Input, caller, clock.Now);
        if (parsed.Error is { } error)
            return error;
        var p = parsed.Value;
        var report = new ReportSql(caller, p, clock.Now);
        var statements = sqlOf(report);
        foreach (var resource in report.Counted.Order())
        {
            if (!caller.May(resource, RightAction.Read))
                return CommonErrors.RightMissing(new Right(resource, RightAction.Read));
        }

        // With rollups, the plan is the same for every caller, and planning takes longer than execution. The generic plan is therefore
        // used, which is planned once per connection.
        SqlFragment settings = report.ReadsRollups ? $", set_config('plan_cache_mode', 'force_generic_plan', true)" : SqlFragment.Empty;
        try
        {
            return await db.QueryMultipleAsync(
                [$"{AsOfSql}{settings}", .. statements],
                async sets =>
                {
                    var asOf = await sets.ReadSingleOrDefaultAsync<DateTimeOffset>();
                    var rows = await read(sets, p);
                    var filters = new ReportFilters(
                        Has("from") ? p.From : null, Has("to") ? p.To : null, Has("tz") ? p.Zone.Id : null, p.OwnerId, p.GroupId,
                        p.Currency, p.GroupBy);
                    return new Report<TRow>(asOf, filters, rows) { TableName = TQuery.Definition.Name };
                },
                ct);
        }
        catch (DbException e) when (e.SqlState == InvalidParameterValue)
        {
            return ReportErrors.UnknownTimeZone;
        }

        static bool Has(string parameter) => TQuery.Definition.Parameters.Any(d => d.Name == parameter);
    }
}
