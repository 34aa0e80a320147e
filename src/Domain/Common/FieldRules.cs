using System.Linq.Expressions;
using System.Reflection;

namespace Crm.Domain.Common;

/// <summary>A member with rules.</summary>
/// <param name="Member">The name in the type's declaration.</param>
/// <param name="Type">The type of its values.</param>
/// <param name="Rules">In the order in which their messages are shown.</param>
public sealed record Field(string Member, Type Type, IReadOnlyList<FieldRule> Rules)
{
    /// <summary>The name in errors and in the API.</summary>
    public string Name { get; } = NameOf(Member);

    /// <summary>The name of a member in errors and in the API.</summary>
    public static string NameOf(string member) => char.ToLowerInvariant(member[0]) + member[1..];
}

/// <summary>
/// The rules of a type's members, declared once in the static property <c>Rules</c> of the type. The aggregate checks them. The
/// validators of requests, the columns with their CHECK constraints and the OpenAPI document are generated from them.
/// </summary>
public abstract class FieldRules
{
    private readonly Dictionary<string, Field> byMember = new(StringComparer.Ordinal);

    private protected FieldRules()
    {
    }

    public IReadOnlyCollection<Field> Fields => byMember.Values;

    /// <summary>The rules of a member. Null if it has none.</summary>
    public Field? Find(string member) => byMember.GetValueOrDefault(member);

    /// <summary>The rules that a type declares. Null if it declares none.</summary>
    public static FieldRules? Of(Type type) =>
        type.GetProperty("Rules", BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly)?.GetValue(null) as FieldRules;

    public static FieldRules<T> For<T>(Action<FieldRulesBuilder<T>> describe)
    {
        var rules = new FieldRules<T>();
        describe(new FieldRulesBuilder<T>(rules));
        return rules;
    }

    internal void Add(Field field) => byMember.Add(field.Member, field);
}

/// <inheritdoc/>
public sealed class FieldRules<T> : FieldRules
{
    private readonly List<Step> steps = [];

    internal FieldRules()
    {
    }

    /// <summary>Each rule with the accessors of the values that it checks.</summary>
    internal IReadOnlyList<Step> Steps => steps;

    internal void Add<TValue>(Expression<Func<T, TValue>> member, params ReadOnlySpan<FieldRule> fieldRules)
    {
        var property = PropertyOf(member);
        var field = new Field(property.Name, property.PropertyType, [.. fieldRules]);
        Add(field);
        foreach (var rule in fieldRules)
        {
            var other = rule.Other is null ? null : Getter<TValue>(typeof(T).GetProperty(rule.Other)!);
            steps.Add(new Step(field, rule, Getter<TValue>(property), other));
        }
    }

    internal static PropertyInfo PropertyOf<TValue>(Expression<Func<T, TValue>> member) =>
        (PropertyInfo)((MemberExpression)member.Body).Member;

    private static Func<T, object?> Getter<TValue>(PropertyInfo property)
    {
        var getter = property.GetMethod!.CreateDelegate<Func<T, TValue>>();
        return values => getter(values);
    }

    /// <summary>A rule of a member, with accessors for its value and for the member that it is compared with.</summary>
    internal sealed record Step(Field Field, FieldRule Rule, Func<T, object?> Value, Func<T, object?>? Other);
}

/// <summary>Declares the rules of a type's members.</summary>
public sealed class FieldRulesBuilder<T>
{
    private readonly FieldRules<T> rules;

    internal FieldRulesBuilder(FieldRules<T> rules) => this.rules = rules;

    /// <summary>A required name or title: one line.</summary>
    public void Name(Expression<Func<T, string?>> member, params FieldRule[] more) =>
        Field(member, [new RequiredRule(), new MaxLengthRule(Limits.Line), .. more, new StorableTextRule()]);

    /// <summary>One line.</summary>
    public void Line(Expression<Func<T, string?>> member, params FieldRule[] more) =>
        Field(member, [new MaxLengthRule(Limits.Line), .. more, new StorableTextRule()]);

    /// <summary>A long text.</summary>
    public void Text(Expression<Func<T, string?>> member) => Field(member, new MaxLengthRule(Limits.Text), new StorableTextRule());

    /// <summary>A required long text.</summary>
    public void RequiredText(Expression<Func<T, string?>> member) =>
        Field(member, new RequiredRule(), new MaxLengthRule(Limits.Text), new StorableTextRule());

    public void Email(Expression<Func<T, string?>> member) => Field(member, new EmailRule(), new StorableTextRule());

    public void WebAddress(Expression<Func<T, string?>> member) =>
        Field(member, new MaxLengthRule(Limits.Url), new WebAddressRule(), new StorableTextRule());

    public void Currency(Expression<Func<T, string?>> member) => Field(member, new CurrencyRule());

    public void TimeZone(Expression<Func<T, string?>> member) => Field(member, new TimeZoneRule());

    public void Language(Expression<Func<T, string?>> member) => Field(member, new LanguageRule());

    /// <summary>A limited number of short texts.</summary>
    public void Texts(Expression<Func<T, string[]>> member, int length = Limits.TagLength) =>
        Field(member, new ItemCountRule(Limits.TagCount), new ItemLengthRule(length), new StorableItemsRule());

    /// <summary>A JSON object that the client defines.</summary>
    public void JsonObject<TValue>(Expression<Func<T, TValue>> member) =>
        Field(member, new JsonObjectRule(), new JsonLengthRule(Limits.Text), new StorableJsonRule());

    public void Money<TValue>(Expression<Func<T, TValue>> member) => Field(member, new MoneyRule());

    public void Percent<TValue>(Expression<Func<T, TValue>> member) => Field(member, new BetweenRule(0, 100));

    /// <summary>A count, or a duration in minutes.</summary>
    public void Count(Expression<Func<T, int?>> member) => Field(member, new AtLeastRule(0, "must be 0 or more."));

    public void Coordinates(Expression<Func<T, decimal?>> latitude, Expression<Func<T, decimal?>> longitude)
    {
        var decimals = new DecimalsRule(6, "must have at most six decimals.");
        Field(latitude, new BetweenRule(-90, 90), decimals);
        Field(longitude, new BetweenRule(-180, 180), decimals, new TogetherRule(FieldRules<T>.PropertyOf(latitude).Name));
    }

    /// <summary>An instant that is not before another.</summary>
    public void NotBefore(Expression<Func<T, DateOrInstant?>> member, Expression<Func<T, DateOrInstant?>> earliest) =>
        Field(member, new NotBeforeRule(FieldRules<T>.PropertyOf(earliest).Name));

    /// <summary>A required value.</summary>
    public void Required<TValue>(Expression<Func<T, TValue>> member) => Field(member, new RequiredRule());

    public void Field<TValue>(Expression<Func<T, TValue>> member, params FieldRule[] fieldRules) => rules.Add(member, fieldRules);
}
