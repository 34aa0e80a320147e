using System.Data.Common;
using System.Text;
using Crm.Application.Common;
using Crm.Application.Common.Ports;
using Crm.Domain.Common;
using Crm.Domain.Roles;

namespace Crm.Application.Reports;

/// <summary>Reads the rows of any report over deals: alias <c>d</c>, the marks <c>/*scope*/</c> and <c>/*filter*/</c> in its statement.</summary>
public sealed class ReportReader(IReadDb db, ICurrentUser user, IClock clock) : ISharedService
{
    private const string FilterMark = "/*filter*/";

    private const string MembersFilter = """
        and d.owner_id in (
            select gm.user_id from user_groups g join user_group_members gm on gm.user_group_id = g.id
            where g.id = @groupId and g.deleted_at is null /*scope*/)
        """;

    // What was committed before this moment is in the rows: they are read after it, in the same round trip.
    private const string AsOfSql = "select case when pg_is_in_recovery() then coalesce(pg_last_xact_replay_timestamp(), now()) else now() end";

    // A zone that the service's time zone database knows and PostgreSQL's older one does not.
    private const string InvalidParameterValue = "22023";

    /// <param name="query">The report's query.</param>
    /// <param name="sqlOf">Its statement, for the parameters that were given.</param>
    /// <param name="hasPeriod">Whether the period limits its rows.</param>
    /// <param name="ct">Cancels the statement.</param>
    public async Task<Result<Report<TRow>>> ReadAsync<TQuery, TRow>(
        TQuery query, Func<ReportParameters, string> sqlOf, bool hasPeriod, CancellationToken ct)
        where TQuery : IReportQuery
        where TRow : class
    {
        var caller = user.Required;
        var parsed = ReportParameters.Parse(TQuery.Definition, query.Input, caller.UserId, clock.Now);
        if (parsed.Error is { } error)
            return error;
        var p = parsed.Value;
        var filter = new StringBuilder();
        if (p.OwnerId is not null)
            filter.Append("and d.owner_id = @ownerId ");
        if (p.GroupId is not null)
            filter.Append(ScopeFilter.For(caller, Resource.Groups, RightAction.Read, "g").ApplyTo(MembersFilter)).Append(' ');
        if (p.Currency is not null)
            filter.Append("and d.currency = @currency ");
        var scope = ScopeFilter.For(caller, Resource.Reports, RightAction.Read, "d");
        var sql = scope.ApplyTo(sqlOf(p)).Replace(FilterMark, filter.ToString(), StringComparison.Ordinal);
        var parameters = new { from = p.From, to = p.To, tz = p.Tz, ownerId = p.OwnerId, groupId = p.GroupId, currency = p.Currency, scopeUsers = scope.UserIds ?? [] };
        try
        {
            return await db.QueryMultipleAsync(
                $"{AsOfSql};\n{sql}",
                parameters,
                async sets =>
                {
                    var asOf = await sets.ReadSingleOrDefaultAsync<DateTimeOffset>().ConfigureAwait(false);
                    var rows = await sets.ReadAsync<TRow>().ConfigureAwait(false);
                    var filters = new ReportFilters(hasPeriod ? p.From : null, hasPeriod ? p.To : null, p.Tz, p.OwnerId, p.GroupId, p.Currency, p.GroupBy);
                    return new Report<TRow>(asOf, filters, rows) { TableName = TQuery.Definition.Name };
                },
                ct).ConfigureAwait(false);
        }
        catch (DbException e) when (e.SqlState == InvalidParameterValue)
        {
            return ReportErrors.UnknownTimeZone;
        }
    }
}
