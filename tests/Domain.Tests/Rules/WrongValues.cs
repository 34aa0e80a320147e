using Crm.Application.Leads;
using JsonElement = System.Text.Json.JsonElement;

namespace Crm.Domain.Tests.Rules;

/// <summary>A value that a rule does not allow.</summary>
/// <param name="Value">The value of the member.</param>
/// <param name="Other">The value of the member with which it is compared.</param>
/// <param name="IsStored">Whether PostgreSQL stores it, because SQL cannot express the rule completely.</param>
internal sealed record WrongValue(object? Value, object? Other = null, bool IsStored = false);

/// <summary>Values that each kind of rule does not allow. They are written by hand, because the rules themselves are under test.</summary>
internal static class WrongValues
{
    private static readonly DateTimeOffset At = new(2026, 3, 17, 10, 30, 0, TimeSpan.Zero);

    public static IEnumerable<WrongValue> Of(FieldRule rule, Type type) =>
        ValuesOf(rule).Select(v => v with { Value = Convert(v.Value, type) });

    private static WrongValue[] ValuesOf(FieldRule rule) => rule switch
    {
        RequiredRule => [new(null)],
        MaxLengthRule length => [new(new string('x', length.Length + 1))],
        StorableTextRule => [new("a\0b"), new("a\ud83db")],
        EmailRule => [new("nobody"), new("a@b@c"), new("jo @example.com"), new(new string('x', 251) + "@x.y")],
        WebAddressRule => [new("not a web address"), new("ftp://example.com", IsStored: true)],
        CurrencyRule => [new("XX"), new("usd"), new("")],
        TimeZoneRule => [new("Mars/Olympus", IsStored: true), new("CET"), new("")],
        LanguageRule => [new("english!"), new("en-US\n"), new("")],
        MessageIdRule => [new("nobody"), new("<a@b>"), new("a@b c"), new("a@b\n"), new("a@b\r\nBcc: c@d"), new("é@b"), new("")],
        UsernameRule => [new("a b"), new("a@b"), new("a\u0085b", IsStored: true)],
        MoneyRule => [new(-0.01m), new(0.001m), new(Limits.MaxMoney + 0.01m)],
        QuantityRule quantity => [new(0m), new(-3m), new(0.00001m), new(quantity.Max + 1)],
        BetweenRule between => [new(between.Min - 1), new(between.Max + 1)],
        AtLeastRule least => [new(least.Min - 1)],
        DecimalsRule decimals => [new((decimal)Math.Pow(10, -decimals.Decimals - 1))],
        ItemCountRule count => [new(Enumerable.Repeat("x", count.Max + 1).ToArray())],
        ItemLengthRule length => [new(new[] { "" }), new(new[] { "a", new string('x', length.Max + 1) })],
        StorableItemsRule => [new(new[] { "a\0b" })],
        JsonObjectRule => [new(JsonElement.Parse("[]")), new(JsonElement.Parse("1"))],
        JsonLengthRule length => [new(JsonElement.Parse($$"""{"a": "{{new string('x', length.Length)}}"}"""), IsStored: true)],
        StorableJsonRule => [new(JsonElement.Parse("""{"a": ["\u0000"]}""")), new(JsonElement.Parse("""{"a": 1e999}"""), IsStored: true)],
        TogetherRule => [new(1m, null)],
        NotBeforeRule =>
        [
            new(DateOrInstant.Of(At.AddSeconds(-1)), DateOrInstant.Of(At)),
            new(DateOrInstant.Of(new DateOnly(2026, 1, 30)), DateOrInstant.Of(new DateOnly(2026, 1, 31))),
        ],
        IpAddressRule => [new("nowhere"), new("1"), new("fe80::1%eth0", IsStored: true)],
        _ => throw new NotSupportedException($"Add values that {rule.GetType().Name} does not allow to {nameof(WrongValues)}."),
    };

    private static object? Convert(object? value, Type type) => value switch
    {
        null when type == typeof(string) => "",
        null when type == typeof(Guid) => Guid.Empty,
        int number when (Nullable.GetUnderlyingType(type) ?? type) == typeof(decimal) => (decimal)number,
        _ => value,
    };
}
