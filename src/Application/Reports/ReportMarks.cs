using System.Text.RegularExpressions;

namespace Crm.Application.Reports;

/// <summary>
/// What a report's statement says in marks, for whoever asks and what they asked for:
/// <list type="bullet">
/// <item><c>/*scope d.owner_id*/</c>: that the user in this column is within the caller's scope of reports, and is the user, or a
/// member of the group, that was asked for.</item>
/// <item><c>/*currency d.currency*/</c>: that this column is the currency asked for.</item>
/// <item><c>/*period h.changed_at*/</c>: that this moment lies in the period, from the first moment of its first day in <c>@tz</c> to
/// the last of its last.</item>
/// <item><c>/*shown t*/</c>: that this task or communication is about nothing, or about something that is not in the trash, as lists
/// show them.</item>
/// <item><c>/*same d.owner_id o.owner_id*/</c>: that the first column is the owner of the sum in the second, unless that is everybody's.</item>
/// <item><c>/*scope sums DEALS*/select … from sums where …/*end*/</c>: this of the maintained sums of the figure, folded and not yet folded,
/// of these users or, with an empty owner, of everybody: <c>owner_id, currency, state, source, day, n, value, weighted</c>, a key in
/// several rows. With <c>/*scope sums of each DEALS*/</c> every user stands for themselves. Conditions belong here: a union whose branches are
/// narrowed from outside, or differ in a column's type, is planned as subqueries within subqueries, which take longer to start than to run.</item>
/// </list>
/// Each becomes nothing, or conditions that begin with <c>and</c>.
/// </summary>
internal sealed partial class ReportMarks(Caller caller, ReportParameters parameters)
{
    private const string SumsMark = "from sums where";

    /// <summary>
    /// What the statement depends on, beside the report itself: it never holds a value, so there are few, and each is put together once.
    /// </summary>
    public object Shape => (caller.ScopeOf(Resource.Reports, RightAction.Read), caller.ScopeOf(Resource.Groups, RightAction.Read), parameters.OwnerId is null,
        parameters.GroupId is null, parameters.Currency is null, parameters.GroupBy, parameters.Tz == "UTC");

    /// <summary>Whether a statement reads maintained sums.</summary>
    public static bool ReadsSums(string sql) => Branch().IsMatch(sql);

    /// <summary>Replaces the marks.</summary>
    /// <exception cref="InvalidOperationException">It has no mark of a scope: a mistake of whoever wrote it.</exception>
    public string ApplyTo(string sql)
    {
        var scoped = false;
        var expanded = Branch().Replace(sql, branch =>
        {
            scoped = true;
            return Sums(branch.Groups["figure"].Value, branch.Groups["each"].Success, branch.Groups["select"].Value);
        });
        var applied = Mark().Replace(expanded, mark =>
        {
            var subject = mark.Groups["subject"].Value;
            if (mark.Groups["what"].Value == "currency")
                return parameters.Currency is null ? "" : $"and {subject} = @currency";
            if (mark.Groups["what"].Value == "period")
                return $"and {subject} >= {ReportSql.Begin} and {subject} < {ReportSql.End}";
            if (mark.Groups["what"].Value == "shown")
                return Shown(subject);
            if (mark.Groups["what"].Value == "same")
                return Whose(subject).Length == 0 ? "" : $"and {subject} = {mark.Groups["other"].Value}";
            scoped = true;
            return Whose(subject);
        });
        return scoped ? applied : throw new InvalidOperationException("The statement has no scope mark.");
    }

    /// <summary>
    /// As is_shown says of one record, which no planner looks into. It asks for what is in the trash, not for what is not: the trash is
    /// small, so the planner may hash it for many rows, and looks it up for few. An id names a record in either (foreign keys).
    /// </summary>
    private static string Shown(string alias)
    {
        var about = new[] { ("contacts", "contact_id"), ("deals", "deal_id"), ("companies", "company_id"), ("leads", "lead_id") };
        var any = about.Select(a =>
            $"{alias}.{a.Item2} is not null and not exists (select true from {a.Item1} about where about.id = {alias}.{a.Item2} and about.deleted_at is not null)");
        return $"and (coalesce({string.Join(", ", about.Select(a => $"{alias}.{a.Item2}"))}) is null or {string.Join(" or ", any)})";
    }

    private string Whose(string column)
    {
        var owner = parameters.OwnerId is null ? "" : $" and {column} = @ownerId";
        var group = parameters.GroupId is null ? "" : $" and {column} in ({Members()})";
        return $"{RecordScope.ForReports(caller, column).Sql}{owner}{group}";
    }

    private string Sums(string figure, bool each, string select)
    {
        var whose = Whose("r.owner_id");
        var everybody = whose.Length == 0 && !each;
        if (whose.Length == 0 && each)
            whose = "and r.owner_id is not null";
        const string deltasOfEverybody = "(select figure, null::uuid as owner_id, currency, state, source, day, n, value, weighted from rollup_deltas)";
        string From(string table, string condition)
        {
            var at = select.IndexOf(SumsMark, StringComparison.Ordinal);
            return at < 0
                ? throw new InvalidOperationException($"The statement does not say '{SumsMark}' of {figure}.")
                : $"{select[..at]}from {table} r where r.figure = '{figure}' {condition} and{select[(at + SumsMark.Length)..]}";
        }

        return $"{From("rollups", everybody ? "and r.owner_id is null" : whose)} union all {From(everybody ? deltasOfEverybody : "rollup_deltas", whose)}";
    }

    private string Members() =>
        $"""
        select gm.user_id from user_groups g join user_group_members gm on gm.user_group_id = g.id
        where g.id = @groupId and g.deleted_at is null {RecordScope.For(caller, Resource.Groups, RightAction.Read, "g").Sql}
        """;

    [GeneratedRegex(@"/\*(?<what>scope|currency|period|shown|same) (?<subject>[a-z_.]+)( (?<other>[a-z_.]+))?\*/")]
    private static partial Regex Mark();

    [GeneratedRegex(@"/\*scope sums (?<each>of each )?(?<figure>[A-Z_]+)\*/(?<select>.*?)/\*end\*/", RegexOptions.Singleline)]
    private static partial Regex Branch();
}
