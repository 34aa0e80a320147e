using Crm.Application.Common.Fields;

namespace Crm.Application.Common.Lists;

/// <summary>
/// Translates a list query to SQL: a page of the list's table, found by keyset, from which the list's statement selects. Only
/// the given conditions are included, so that each combination has a query plan of its own.
/// </summary>
internal static class ListSql
{
    // The most frequent page sizes. Each results in a statement of its own.
    private static readonly int[] UsualLimits = [25, 50, 100, 200];

    /// <summary>The statement of one page, with one row more than the limit.</summary>
    public static SqlFragment Page(
        Func<ListPage, SqlFragment> select,
        ListQuery query,
        SqlFragment now,
        ScopeFilter scope,
        SqlFragment? fixedCondition = null,
        ListPosition? after = null)
    {
        var (spec, sort) = (query.Spec, query.Sort);
        var direction = Direction(query.Descending);
        SqlFragment order = $"p.{SqlFragment.Name(sort.SortColumn!)}{direction}, p.{SqlFragment.Name(spec.TieBreak.Column)}{direction}";
        if (sort.SortNullable)
            order = $"p.part, {order}";
        var rows = Rows(query, Where(query, now, scope, fixedCondition), Take(query, scope, fixedCondition), after);
        return select(new ListPage($"({rows})", order, now, query.Links));
    }

    /// <summary>The number of rows that match the filter, or another select list instead of <c>count(*)</c>.</summary>
    public static SqlFragment Count(ListQuery query, SqlFragment now, ScopeFilter scope, SqlFragment? fixedCondition, SqlFragment what) =>
        $"select {what} from {From(query.Spec)} where {Where(query, now, scope, fixedCondition)}";

    /// <summary>The condition on the list's table.</summary>
    public static SqlFragment Where(ListQuery query, SqlFragment now, ScopeFilter scope, SqlFragment? fixedCondition = null) =>
        Where(query, now, scope, fixedCondition, _ => true);

    /// <summary>The conditions that <paramref name="only"/> selects, for a statement that handles the others itself.</summary>
    public static SqlFragment Where(ListQuery query, SqlFragment now, Func<ListCondition, bool> only) =>
        Where(query, now, ScopeFilter.None, null, only);

    /// <summary>The rows of the page. Rows with a null sort value are last.</summary>
    private static SqlFragment Rows(ListQuery query, SqlFragment where, SqlFragment take, ListPosition? after)
    {
        var (spec, sort) = (query.Spec, query.Sort);
        var (sortColumn, tieColumn) = (SqlFragment.Name(sort.SortColumn!), SqlFragment.Name(spec.TieBreak.Column));
        var alias = SqlFragment.Name(spec.Alias);
        SqlFragment column = $"{alias}.{sortColumn}", tie = $"{alias}.{tieColumn}";
        var direction = Direction(query.Descending);
        SqlFragment select = $"select {alias}.*, {column}::text as sort_key, {tie}::text as tie_key";
        SqlFragment order = $"order by {column}{direction}, {tie}{direction} limit {take}";
        SqlFragment beyond = query.Descending ? (SqlFragment)$"<" : $">";
        SqlFragment afterTie = SqlFragment.Empty, afterBoth = SqlFragment.Empty;
        if (after is not null)
        {
            SqlFragment tieValue = $"{after.Tie}::text::{SqlFragment.Name(spec.TieBreak.PgType)}";
            afterTie = $" and {tie} {beyond} {tieValue}";
            if (after.Key is not null)
                afterBoth = $" and ({column}, {tie}) {beyond} ({after.Key}::text::{SqlFragment.Name(sort.PgType)}, {tieValue})";
        }

        if (!sort.SortNullable)
        {
            var beyondRow = sort.SortColumn == spec.TieBreak.Column ? afterTie : afterBoth;
            return $"{select} from {From(spec)} where {where}{beyondRow} {order}";
        }

        // The sort column is null in all these rows. Including it in the order lets PostgreSQL use the index.
        var afterEmpty = after is { Key: null } ? afterTie : SqlFragment.Empty;
        SqlFragment empty = $"{select}, 1 as part from {From(spec)} where {where} and {column} is null{afterEmpty} {order}";
        // After the last row with a sort value, only rows with null remain.
        if (after is { Key: null })
            return empty;
        // The rows without a sort value are read only if the others do not fill the page: PostgreSQL does not execute what is below a limit
        // of 0. The inner limit lets it choose the index, as it does not know the outer one when it plans.
        SqlFragment filled = $"{select}, 0 as part from {From(spec)} where {where} and {column} is not null{afterBoth} {order}";
        return $"""
            with filled as materialized ({filled})
            select * from filled
            union all
            (select * from ({empty}) e limit {take} - (select count(*) from filled))
            """;
    }

    private static SqlFragment From(ListSpec spec) => $"{SqlFragment.Name(spec.Table)} {SqlFragment.Name(spec.Alias)}";

    private static SqlFragment Direction(bool descending) => descending ? $" desc" : SqlFragment.Empty;

    private static SqlFragment Take(ListQuery query, ScopeFilter scope, SqlFragment? fixedCondition) =>
        HasOnePlan(query, scope, fixedCondition) && UsualLimits.Contains(query.Limit)
            ? SqlFragment.Constant(query.Limit + 1)
            : $"{query.Limit + 1}";

    /// <summary>
    /// Whether the query plan hardly depends on the values: rows are selected only by ids, enums and booleans, or not at all. PostgreSQL
    /// then plans once for each connection, if the limit is a constant. If the limit is a parameter, PostgreSQL assumes a tenth of all
    /// rows; a custom plan then looks cheaper, and planning for each execution takes longer than the execution itself. Other filters, and a
    /// scope alone, select few or many rows depending on the values, so a custom plan is worth its time.
    /// </summary>
    private static bool HasOnePlan(ListQuery query, ScopeFilter scope, SqlFragment? fixedCondition) =>
        query.Words.Count == 0 &&
        query.Conditions.All(c => c is { Field.Condition: null, Operator: "eq" or "in" } &&
            c.Field.Kind is FieldKind.Id or FieldKind.UserId or FieldKind.Enum or FieldKind.Boolean) &&
        (scope.IsEverything || fixedCondition is not null || query.Conditions.Count > 0);

    private static SqlFragment Where(
        ListQuery query, SqlFragment now, ScopeFilter scope, SqlFragment? fixedCondition, Func<ListCondition, bool> only)
    {
        var spec = query.Spec;
        SqlFragment where = scope.IsEverything ? (SqlFragment)$"{spec.Always}{scope}" : $"{spec.Always} {scope}";
        if (fixedCondition is not null)
            where = $"{where} and {fixedCondition}";
        foreach (var word in query.Words)
        {
            // Each word in the search column follows a space. Words of one or two characters match only at the start of a word.
            SqlFragment pattern = $"{"%" + (word.Length <= 2 ? " " : "") + Like(word) + "%"}";
            var found = query.SearchColumns.Select(c => c == spec.SearchColumn
                ? Found(query, pattern)
                : $"{SqlFragment.Column(spec.Alias, c)} like {pattern}").ToArray();
            where = $"{where} and ({SqlFragment.Join($" or ", found)})";
        }

        foreach (var condition in query.Conditions.Where(only))
        {
            where = $"{where} and {Condition(spec, condition, now)}";
            // The words of a searched field's value are in its search column, so the index finds them.
            if (condition is { Field.IsSearched: true, Operator: "eq" or "contains" or "startsWith", Value: string text })
            {
                var column = condition.Field.IsAddress ? spec.AddressColumn! : spec.SearchColumn!;
                foreach (var word in Folding.Fold(text).Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(ListQuery.MaxWords))
                    where = $"{where} and {Contains(spec, column, "", word)}";
            }
        }

        return where;
    }

    /// <summary>The word is in the search column: in the record's own words, or in those of a record that the caller can read.</summary>
    private static SqlFragment Found(ListQuery query, SqlFragment pattern)
    {
        var spec = query.Spec;
        var column = SqlFragment.Column(spec.Alias, spec.SearchColumn!);
        if (spec.SearchLink is not { } link || query.Links.Shows(link, spec.Alias) is not { } isShown)
            return $"{column} like {pattern}";
        return $"({column} like {pattern} and (split_part({column}, E'\\n', 1) like {pattern} or {isShown}))";
    }

    private static SqlFragment Contains(ListSpec spec, string column, string before, string word) =>
        $"{SqlFragment.Column(spec.Alias, column)} like {"%" + before + Like(word) + "%"}";

    private static SqlFragment Condition(ListSpec spec, ListCondition condition, SqlFragment now)
    {
        var (field, op, value) = condition;
        if (field.Condition is { } computed)
            return (bool)value ? (SqlFragment)$"({computed(now)})" : $"({computed(now)}) is not true";
        var column = SqlFragment.Column(spec.Alias, field.InstantColumn ?? field.Column);
        // A constant, so that the planner knows how many rows have the value.
        if (field.Kind == FieldKind.Boolean && op == "eq")
            return (bool)value ? (SqlFragment)$"{column} = true" : $"{column} = false";
        if (op == "isNull")
            return (bool)value ? (SqlFragment)$"{column} is null" : $"{column} is not null";
        if (op is "contains" or "startsWith")
        {
            var text = Like(field.FoldedColumn is null ? ((string)value).ToLowerInvariant() : Folding.Fold((string)value));
            var pattern = op == "contains" ? "%" + text + "%" : text + "%";
            SqlFragment searched = field.FoldedColumn is null ? $"lower({column})" : SqlFragment.Column(spec.Alias, field.FoldedColumn);
            return $"{searched} like {pattern}";
        }

        if (field.IgnoresCase)
            column = $"lower({column})";
        if (value is Day day)
            return OfDay(spec, field, op, day);
        if (value is DaysAndInstants mixed)
            return $"({SqlFragment.Join($" or ", mixed.Values.Select(v =>
                v is Day d ? OfDay(spec, field, "eq", d) : $"{column} = {SqlFragment.Value(v)}::timestamptz"))})";
        SqlFragment parameter = $"{SqlFragment.Value(value)}::{SqlFragment.Name(field.PgType)}";
        return op switch
        {
            "eq" => $"{column} = {parameter}",
            "ne" => $"{column} is distinct from {parameter}",
            "in" => $"{column} = any({parameter}[])",
            "has" => $"{column} && {parameter}[]",
            "gt" => $"{column} > {parameter}",
            "gte" => $"{column} >= {parameter}",
            "lt" => $"{column} < {parameter}",
            _ => $"{column} <= {parameter}",
        };
    }

    /// <summary>The condition of an instant on a day: on it, before its start, after its end. A value that was given as a date is that
    /// date, whatever the time zones of the caller and of the value.</summary>
    private static SqlFragment OfDay(ListSpec spec, RecordField field, string op, Day day)
    {
        if (field.InstantColumn is null)
            return OfDay(SqlFragment.Column(spec.Alias, field.Column), op, day);
        SqlFragment given = SqlFragment.Column(spec.Alias, field.Column), instant = SqlFragment.Column(spec.Alias, field.InstantColumn);
        var isNot = op == "ne";
        var compare = isNot ? "eq" : op;
        var symbol = compare switch
        {
            "eq" => (SqlFragment)$"=",
            "gt" => (SqlFragment)$">",
            "gte" => (SqlFragment)$">=",
            "lt" => (SqlFragment)$"<",
            _ => (SqlFragment)$"<=",
        };
        SqlFragment exactly = $"""
            case when length({given}) = {SqlFragment.Constant(DatesOrInstants.DateLength)}
                then {given} {symbol} {DatesOrInstants.Format(DateOrInstant.Of(day.Date))}
                else {OfDay(instant, compare, day)} end
            """;
        // No time zone's day is further away. The index finds the rows, of which the exact condition selects.
        SqlFragment after = compare is "lt" or "lte" ? SqlFragment.Empty : $"{instant} >= {day.Start.AddDays(-2)}::timestamptz and ";
        SqlFragment before = compare is "gt" or "gte" ? SqlFragment.Empty : $"{instant} < {day.End.AddDays(2)}::timestamptz and ";
        return isNot ? (SqlFragment)$"({after}{before}{exactly}) is not true" : $"({after}{before}{exactly})";
    }

    private static SqlFragment OfDay(SqlFragment column, string op, Day day)
    {
        SqlFragment start = $"{day.Start}::timestamptz", end = $"{day.End}::timestamptz";
        return op switch
        {
            "eq" => $"({column} >= {start} and {column} < {end})",
            "ne" => $"({column} >= {start} and {column} < {end}) is not true",
            "gt" => $"{column} >= {end}",
            "gte" => $"{column} >= {start}",
            "lt" => $"{column} < {start}",
            _ => $"{column} < {end}",
        };
    }

    private static string Like(string text) => text
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal)
            .Replace("_", "\\_", StringComparison.Ordinal);
}
