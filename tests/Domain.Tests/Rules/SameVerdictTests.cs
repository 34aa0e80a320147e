using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Crm.Application;
using Crm.Application.Common.Messaging;
using Crm.Application.Common.Ports;
using Crm.Application.Common.Records;
using Crm.Application.Common.Validation;
using FluentValidation;
using FluentValidation.Validators;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Domain.Tests.Rules;

/// <summary>An aggregate cannot be created with or changed to values that its validator rejects.</summary>
public sealed class SameVerdictTests
{
    private const int Requests = 200;

    private static readonly ServiceCollection Services = (ServiceCollection)new ServiceCollection().AddApplication();

    private static readonly ConcurrentDictionary<Type, IValidator> Validators = new();

    private static readonly DateTimeOffset[] Instants = [Given.Now.AddDays(-400), Given.Now.AddDays(-1), Given.Now, Given.Now.AddDays(1)];

    private static readonly string?[] Texts =
    [
        null, "", " ", "a", "a b", "jo@example.com", "jo@example", "jo@", "https://x.com/ada", "example.com", "ftp://x", "UTC",
        "Europe/Berlin", "Mars/Olympus", "en-US", "en_US", "USD", "EUR", "usd", "XXX", "\0", "\ud800", "😀",
        new('x', 50), new('x', 254), new('x', 255), new('x', 256), new('x', 2048), new('x', 2049),
        new('x', 20_000), new('x', 20_001),
    ];

    private static readonly decimal[] Numbers =
    [
        -181, -90, -1, -0.01m, 0, 0.00001m, 0.0001m, 0.001m, 0.01m, 0.5m, 1, 1.1m, 90, 90.000001m, 90.0000001m, 180, 99_999_999.9999m,
        Limits.MaxMoney, Limits.MaxMoney + 1,
    ];

    private static readonly string[] Jsons =
        ["{}", "[]", "1", """{"a": 1}""", """{"a": "\u0000"}""", """{"a": 1e400}""", $$"""{"a": "{{new string('x', 20_000)}}"}"""];

    private static readonly string[][] Arrays =
    [
        [], ["a"], ["a", ""], ["\0"], [new('x', 50)], [new('x', 51)], [new('x', 256)],
        [.. Enumerable.Repeat("a", 50)], [.. Enumerable.Repeat("a", 51)],
    ];

    internal static Write[] Writes => Write.All;

    [TestCaseSource(nameof(Writes))]
    public void Both_allow_the_valid_request(object write)
    {
        var (valid, _, domain) = (Write)write;
        Assert.That(ValidatorErrors(valid), Is.Empty);
        Assert.That(domain(valid), Is.Null);
    }

    /// <summary>Tests each rule of each member with values that it does not allow.</summary>
    [TestCaseSource(nameof(Writes))]
    public void Neither_allows_what_a_rule_does_not_allow(object write)
    {
        var (valid, rules, domain) = (Write)write;
        var tried = 0;
        foreach (var (field, rule) in rules.SelectMany(r => r.Fields).SelectMany(f => f.Rules, (f, r) => (f, r)))
        {
            if (valid.GetType().GetProperty(field.Member) is not { } property)
                continue;
            foreach (var wrong in WrongValues.Of(rule, property.PropertyType))
            {
                var request = With(valid, property, wrong.Value);
                if (rule.Other is { } other)
                    request = With(request, valid.GetType().GetProperty(other)!, wrong.Other);
                var messages = ValidatorErrors(request).GetValueOrDefault(field.Name);
                Assert.That(messages, Does.Contain(rule.Message), $"validator, {field.Name}: {rule}");
                var error = domain(request);
                Assert.That(error?.Code, Is.EqualTo("validation_failed"), $"domain, {field.Name}: {rule}");
                Assert.That(error!.Fields!.GetValueOrDefault(field.Name), Does.Contain(rule.Message), $"domain, {field.Name}: {rule}");
                tried++;
            }
        }

        Assert.That(tried, Is.Positive);
    }

    /// <summary>Tests requests with random values; most are valid, some have several invalid members.</summary>
    [TestCaseSource(nameof(Writes))]
    public void Both_give_the_same_result_for_random_requests(object write)
    {
        var (valid, _, domain) = (Write)write;
        var members = valid.GetType().GetProperties()
            // A password has its own JSON converter and reaches the domain only as a hash.
            .Where(p => p.CanWrite && !p.IsDefined(typeof(JsonIgnoreAttribute)) && !p.IsDefined(typeof(JsonConverterAttribute)))
            .Select(p => (Property: p, Pool: Pool(p.PropertyType).Where(v => v is not null || p.GetValue(valid) is null).ToArray()))
            .Where(m => m.Pool.Length > 0).ToArray();
        var (allowed, rejected) = (0, 0);
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ArrayOf().Resize(4).ToArbitrary(), choices =>
        {
            var request = choices.Aggregate(valid, (request, choice) =>
            {
                var (property, pool) = members[choice % members.Length];
                return With(request, property, pool[choice / members.Length % pool.Length]);
            });
            var expected = ValidatorErrors(request);
            var error = domain(request);
            if (expected.Count == 0)
            {
                allowed++;
                Assert.That(error?.Code, Is.Not.EqualTo("validation_failed"), JsonSerializer.Serialize(error));
            }
            else
            {
                rejected++;
                Assert.That(error, Is.Not.Null);
                if (error!.Code == "validation_failed")
                    Assert.That(error.Fields, Is.EqualTo(expected));
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(Requests));
        Assert.That(allowed, Is.Positive);
        Assert.That(rejected, Is.Positive);
    }

    /// <summary>Validators apply the rules of aggregates as the same objects.</summary>
    [Test]
    public void Every_command_with_rules_of_an_aggregate_is_tested()
    {
        var rules = typeof(FieldRules).Assembly.GetTypes().SelectMany(t => t.GetProperties(BindingFlags.Static | BindingFlags.Public))
            .Where(p => p.PropertyType.IsAssignableTo(typeof(FieldRules))).Select(p => (FieldRules)p.GetValue(null)!)
            .SelectMany(r => r.Fields).SelectMany(f => f.Rules).ToHashSet(ReferenceEqualityComparer.Instance);
        var commands = Services.Select(s => s.ServiceType)
            .Where(t => t.IsGenericType && t.GetGenericTypeDefinition() == typeof(IValidator<>)).Select(t => t.GetGenericArguments()[0])
            .Where(t => t.GetInterfaces().Any(IsCommand))
            .Where(t => RulesOf(ValidatorOf(t)).Any(rules.Contains)).ToArray();

        Assert.That(commands, Is.Not.Empty);
        Assert.That(commands.Except(Writes.Select(w => w.Valid.GetType())), Is.Empty);
    }

    private static bool IsCommand(Type type) => type.IsGenericType &&
        (type.GetGenericTypeDefinition() == typeof(ICommand<>) || type.GetGenericTypeDefinition() == typeof(IUpdate<,,>));

    /// <summary>The field rules that a validator applies to the members of the request, those of included validators too.</summary>
    private static IEnumerable<FieldRule> RulesOf(IValidator validator) =>
        from rule in validator.CreateDescriptor().Rules
        from component in rule.Components
        from field in component.Validator switch
        {
            IFieldRuleValidator own => [own.Rule],
            IChildValidatorAdaptor { ValidatorType: var included } when string.IsNullOrEmpty(rule.PropertyName) => RulesOf(New(included)),
            _ => Enumerable.Empty<FieldRule>(),
        }
        select field;

    private static object With(object request, PropertyInfo property, object? value)
    {
        var copy = request.GetType().GetMethod("<Clone>$")!.Invoke(request, null)!;
        property.SetValue(copy, value);
        return copy;
    }

    /// <summary>Valid and invalid values of a type.</summary>
    private static object?[] Pool(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        object?[] values = plain switch
        {
            _ when plain == typeof(string) => Texts,
            _ when plain == typeof(decimal) => [.. Numbers.Cast<object?>()],
            _ when plain == typeof(int) => [-1, 0, 1, 100, 101, 999, 1000, 2026, 3000],
            _ when plain == typeof(Guid) => [Guid.Empty, Given.Id],
            _ when plain == typeof(bool) => [false, true],
            _ when plain == typeof(DateTimeOffset) => [.. Instants.Cast<object?>()],
            // A date and an instant are compared in a time zone, which a validator does not know.
            _ when plain == typeof(DateOrInstant) => [.. Instants.Select(i => DateOrInstant.Of(Zone.Utc.DayOf(i)))],
            _ when plain == typeof(string[]) => Arrays,
            _ when plain == typeof(JsonElement) => [.. Jsons.Select(j => (object?)JsonElement.Parse(j))],
            _ => [],
        };
        return plain == type ? values : [null, .. values];
    }

    /// <summary>The messages by field, as in the problem document.</summary>
    private static Dictionary<string, string[]> ValidatorErrors(object request)
    {
        var validator = Validators.GetOrAdd(request.GetType(), ValidatorOf);
        return validator.Validate(new ValidationContext<object>(request)).Errors
            .GroupBy(e => e.PropertyName).ToDictionary(g => g.Key, g => g.Select(e => e.ErrorMessage).Distinct().ToArray());
    }

    private static IValidator ValidatorOf(Type request)
    {
        var type = Services.Single(s => s.ServiceType == typeof(IValidator<>).MakeGenericType(request)).ImplementationType!;
        return New(type);
    }

    /// <summary>A validator with a clock. What else it takes is not used by the rules of aggregates.</summary>
    private static IValidator New(Type validator)
    {
        var constructor = validator.GetConstructors().Single();
        return (IValidator)constructor.Invoke(
            [.. constructor.GetParameters().Select(p => p.ParameterType == typeof(IClock) ? new StoppedClock() : null)]);
    }

    private sealed class StoppedClock : IClock
    {
        public DateTimeOffset Now => Given.Now;

        public Guid NewId() => throw new NotSupportedException();
    }
}
