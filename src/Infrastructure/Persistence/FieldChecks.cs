using System.Globalization;

namespace Crm.Infrastructure.Persistence;

/// <summary>
/// The part of a field's rules that PostgreSQL checks. It rejects writes that bypass the aggregates. If SQL cannot express a whole rule,
/// the check is weaker, never stricter. Lengths are limits of the columns' types, and upper limits of amounts those of <c>numeric</c>.
/// </summary>
internal static class FieldChecks
{
    /// <summary>No white space that separates words in ASCII, and one @ inside.</summary>
    private const string EmailPattern = @"^[^@ \t\r\n]+@[^@ \t\r\n]+$";

    /// <summary>The condition of the column; null if its type already expresses all that SQL can.</summary>
    /// <param name="field">The field.</param>
    /// <param name="columnOf">The column of a member.</param>
    public static string? Of(Field field, Func<string, string> columnOf)
    {
        var column = columnOf(field.Member);
        var conditions = field.Rules.Select(rule => Of(rule, field.Type, column, columnOf)).OfType<string>().ToArray();
        return conditions.Length == 0 ? null : string.Join(" and ", conditions);
    }

    /// <summary>The maximum number of characters of the column; null if no rule limits it.</summary>
    public static int? LengthOf(Field field) => field.Rules.Select(rule => rule switch
    {
        MaxLengthRule limit => limit.Length,
        CurrencyRule => CurrencyRule.Length,
        _ => (int?)null,
    }).FirstOrDefault(length => length is not null);

    private static string? Of(FieldRule rule, Type type, string column, Func<string, string> columnOf) => rule switch
    {
        // Values other than text are required by "not null".
        RequiredRule => type == typeof(string) ? $"{column} <> ''" : null,
        EmailRule => $"length({column}) <= {EmailRule.MaxLength} and {column} ~ '{EmailPattern}'",
        WebAddressRule => $@"{column} !~ '[ \t\r\n]'",
        CurrencyRule => $"{column} ~ '^[A-Z]{{3}}$'",
        TimeZoneRule => $"({column} = 'UTC' or {column} like '%/%')",
        LanguageRule => $"{column} ~ '^{LanguageRule.Pattern}$'",
        MessageIdRule => $"{column} ~ '^{MessageIdRule.Pattern}$'",
        UsernameRule => $@"{column} !~ '[@ \t\r\n]'",
        MoneyRule => $"{column} >= 0",
        QuantityRule => $"{column} > 0",
        BetweenRule between => $"{column} between {Number(between.Min)} and {Number(between.Max)}",
        AtLeastRule least => $"{column} >= {Number(least.Min)}",
        ItemCountRule count => $"cardinality({column}) <= {Number(count.Max)}",
        // A cast would truncate texts that are too long.
        ItemLengthRule length => $"array_position({column}, '') is null and array_position({column}, null) is null " +
            $"and {column} = {column}::varchar({Number(length.Max)})[]::text[]",
        JsonObjectRule => $"jsonb_typeof({column}) = 'object'",
        TogetherRule together => $"({column} is null) = ({columnOf(together.Member)} is null)",
        NotBeforeRule mixed when type == typeof(DateOrInstant) =>
            $"(length({column}) <> length({columnOf(mixed.Member)}) or {column} >= {columnOf(mixed.Member)})",
        NotBeforeRule notBefore => $"{column} >= {columnOf(notBefore.Member)}",
        MaxLengthRule or StorableTextRule or DecimalsRule or StorableItemsRule or JsonLengthRule or StorableJsonRule => null,
        _ => throw new NotSupportedException($"{nameof(FieldChecks)} does not define how {rule.GetType().Name} is checked."),
    };

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
