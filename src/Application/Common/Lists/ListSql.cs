using System.Globalization;
using System.Text;
using Dapper;

namespace Crm.Application.Common.Lists;

/// <summary>
/// Turns a list query into SQL: a page of the list's own table found by keyset, taken in by the list's statement at
/// <c>/*page*/</c> and ordered again at <c>/*order*/</c>. Only the fragments of conditions that are present go in, so that
/// each gets a plan of its own.
/// </summary>
internal static class ListSql
{
    public const string PageMark = "/*page*/";
    public const string OrderMark = "/*order*/";

    // The page sizes that are asked for most; each makes a statement of its own.
    private static readonly int[] UsualLimits = [25, 50, 100, 200];

    /// <summary>The statement of one page, one row longer than the limit.</summary>
    public static (string Sql, DynamicParameters Parameters) Page(
        string sql, ListQuery query, ScopeFilter scope, string? fixedCondition, ListPosition? after)
    {
        var spec = query.Spec;
        var parameters = new DynamicParameters();
        var where = Where(query, scope, fixedCondition, parameters);
        var take = "@take";
        if (HasOnePlan(query, scope, fixedCondition) && UsualLimits.Contains(query.Limit))
            take = (query.Limit + 1).ToString(CultureInfo.InvariantCulture);
        else
            parameters.Add("take", query.Limit + 1);
        var a = spec.Alias;
        var sort = query.Sort;
        var column = $"{a}.{sort.SortColumn}";
        var tie = $"{a}.{spec.TieBreak.Column}";
        var direction = query.Descending ? " desc" : "";
        var beyond = query.Descending ? "<" : ">";
        var select = $"select {a}.*, {column}::text as sort_key, {tie}::text as tie_key";
        var samePart = sort.SortColumn == spec.TieBreak.Column;
        if (after is not null)
        {
            parameters.Add("afterTie", after.Tie);
            if (after.Key is not null)
                parameters.Add("afterKey", after.Key);
        }

        var afterTie = $"@afterTie::text::{spec.TieBreak.PgType}";
        var afterKey = $"@afterKey::text::{sort.PgType}";
        string page;
        if (!sort.SortNullable)
        {
            var keyset = after is null ? "" : samePart
                ? $" and {tie} {beyond} {afterTie}"
                : $" and ({column}, {tie}) {beyond} ({afterKey}, {afterTie})";
            page = $"{select} from {spec.Table} {a} where {where}{keyset} order by {column}{direction}, {tie}{direction} limit {take}";
        }
        else
        {
            var filled = after?.Key is null ? "" : $" and ({column}, {tie}) {beyond} ({afterKey}, {afterTie})";
            var empty = after is { Key: null } ? $" and {tie} {beyond} {afterTie}" : "";
            var filledPart = $"({select}, 0 as part from {spec.Table} {a} where {where} and {column} is not null{filled} order by {column}{direction}, {tie}{direction} limit {take})";
            // The column is null throughout; named in the order, it lets the index give the order of the rest.
            var emptyPart = $"({select}, 1 as part from {spec.Table} {a} where {where} and {column} is null{empty} order by {column}{direction}, {tie}{direction} limit {take})";
            // Past the last filled row only the empty part is left.
            page = after is { Key: null }
                ? emptyPart[1..^1]
                : $"select * from ({filledPart} union all {emptyPart}) u order by u.part, u.{sort.SortColumn}{direction}, u.{spec.TieBreak.Column}{direction} limit {take}";
        }

        var part = sort.SortNullable ? "p.part, " : "";
        var order = $"{part}p.{sort.SortColumn}{direction}, p.{spec.TieBreak.Column}{direction}";
        return (sql.Replace(PageMark, $"({page})", StringComparison.Ordinal).Replace(OrderMark, order, StringComparison.Ordinal), parameters);
    }

    /// <summary>
    /// Whether the plan is the same whoever is asked for: rows are found by ids alone, or all are. PostgreSQL then plans once for each
    /// connection, if the statement says how many rows it wants; with a parameter there it expects a tenth of them all, and
    /// planning anew for each execution looks cheaper to it, which takes longer than all the rest. What else is filtered by, and a
    /// scope alone, meets few rows or many, and a plan for the value is worth its time.
    /// </summary>
    private static bool HasOnePlan(ListQuery query, ScopeFilter scope, string? fixedCondition) =>
        query.Words.Count == 0 &&
        query.Conditions.All(c => c is { Field: { Condition: null, PgType: "uuid" }, Operator: "eq" }) &&
        (scope.Sql.Length == 0 || fixedCondition is not null || query.Conditions.Count > 0);

    /// <summary>How many rows meet the filter.</summary>
    public static (string Sql, DynamicParameters Parameters) Count(ListQuery query, ScopeFilter scope, string? fixedCondition)
    {
        var parameters = new DynamicParameters();
        var where = Where(query, scope, fixedCondition, parameters);
        return ($"select count(*) from {query.Spec.Table} {query.Spec.Alias} where {where}", parameters);
    }

    /// <summary>The condition on the list's own table, with its parameters.</summary>
    public static string Where(ListQuery query, ScopeFilter scope, string? fixedCondition, DynamicParameters parameters) =>
        Where(query, scope, fixedCondition, _ => true, parameters);

    /// <summary>Some of the query's conditions, for a statement that sees to the others itself.</summary>
    public static string Where(ListQuery query, Func<ListCondition, bool> only, DynamicParameters parameters) =>
        Where(query, ScopeFilter.None, null, only, parameters);

    private static string Where(
        ListQuery query, ScopeFilter scope, string? fixedCondition, Func<ListCondition, bool> only, DynamicParameters parameters)
    {
        var where = new StringBuilder(query.Spec.Always);
        if (scope.Sql.Length > 0)
        {
            where.Append(' ').Append(scope.Sql);
            parameters.Add("scopeUsers", scope.UserIds);
        }

        if (fixedCondition is not null)
            where.Append(" and ").Append(fixedCondition);
        for (var i = 0; i < query.Words.Count; i++)
        {
            var word = Like(query.Words[i]);
            where.Append(" and ").Append(query.Spec.Alias).Append('.').Append(query.Spec.SearchColumn).Append(" like @q").Append(i);
            // Every word in the search column follows a space; one or two characters are looked for there only.
            parameters.Add($"q{i}", query.Words[i].Length <= 2 ? $"% {word}%" : $"%{word}%");
        }

        for (var i = 0; i < query.Conditions.Count; i++)
        {
            if (!only(query.Conditions[i]))
                continue;
            where.Append(" and ").Append(Condition(query.Spec.Alias, query.Conditions[i], i, parameters));
            if (query.Conditions[i] is { Field.IsSearched: true, Operator: "eq" or "contains" or "startsWith", Value: string text })
                AddWords(query.Spec, Folding.Fold(text), i, where, parameters);
        }

        return where.ToString();
    }

    /// <summary>Each word of a searched field's value stands in the search column, whose index finds it.</summary>
    private static void AddWords(ListSpec spec, string folded, int index, StringBuilder where, DynamicParameters parameters)
    {
        var words = folded.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        for (var w = 0; w < words.Length; w++)
        {
            where.Append(" and ").Append(spec.Alias).Append('.').Append(spec.SearchColumn).Append(" like @s").Append(index).Append('_').Append(w);
            parameters.Add($"s{index}_{w}", $"%{Like(words[w])}%");
        }
    }

    private static string Condition(string alias, ListCondition condition, int index, DynamicParameters parameters)
    {
        var (field, op, value) = condition;
        if (field.Condition is { } computed)
            return (bool)value ? $"({computed})" : $"({computed}) is not true";
        var column = $"{alias}.{field.Column}";
        if (op == "isNull")
            return (bool)value ? $"{column} is null" : $"{column} is not null";
        var name = $"p{index}";
        if (op is "contains" or "startsWith")
        {
            var text = Like(field.FoldedColumn is null ? ((string)value).ToLowerInvariant() : Folding.Fold((string)value));
            parameters.Add(name, op == "contains" ? $"%{text}%" : $"{text}%");
            return $"{(field.FoldedColumn is null ? $"lower({column})" : $"{alias}.{field.FoldedColumn}")} like @{name}";
        }

        parameters.Add(name, value);
        if (field.IgnoresCase)
            column = $"lower({column})";
        var parameter = $"@{name}::{field.PgType}";
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

    private static string Like(string text) => text
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);
}
