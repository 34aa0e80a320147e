using Crm.Domain.Common;

namespace Crm.Architecture.Tests;

/// <summary>Rule 4: aggregates are sealed, change only through their methods, and refer to other aggregates by id.</summary>
public sealed class AggregateTests
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly Type[] Aggregates = [.. Solution.Domain.GetTypes().Where(t => t.IsSubclassOf(typeof(AggregateRoot)))];

    /// <summary>The aggregates, and the domain classes of their fields.</summary>
    private static readonly Type[] Entities =
        [.. Aggregates.Concat(Aggregates.SelectMany(FieldTypes).Where(t => t.Assembly == Solution.Domain && t.IsClass)).Distinct()];

    private static IEnumerable<Type> FieldTypes(Type type) => type.GetFields(Declared).SelectMany(f => ElementTypes(f.FieldType));

    private static IEnumerable<Type> ElementTypes(Type type) => type.IsGenericType
        ? type.GetGenericArguments().SelectMany(ElementTypes)
        : type.IsArray ? ElementTypes(type.GetElementType()!) : [type];

    private static bool IsInit(MethodInfo setter) =>
        setter.ReturnParameter.GetRequiredCustomModifiers().Any(m => m.FullName == "System.Runtime.CompilerServices.IsExternalInit");

    [Test]
    public void There_are_aggregates() => Assert.That(Aggregates, Has.Length.GreaterThanOrEqualTo(5));

    [Test]
    public void Aggregates_are_sealed() => Assert.That(Aggregates.Where(t => !t.IsSealed), Is.Empty);

    [Test]
    public void Nothing_in_them_can_be_set_from_outside()
    {
        var settable = Entities.Append(typeof(AggregateRoot)).SelectMany(t => t.GetProperties(Declared))
            .Where(p => p.SetMethod is { } set && (set.IsPublic || set.IsAssembly || set.IsFamilyOrAssembly) && !IsInit(set));
        Assert.That(settable.Select(p => $"{p.DeclaringType!.Name}.{p.Name}"), Is.Empty);
        Assert.That(Entities.SelectMany(t => t.GetFields(Declared)).Where(f => f.IsPublic).Select(f => $"{f.DeclaringType!.Name}.{f.Name}"),
            Is.Empty);
    }

    [Test]
    public void They_are_created_only_by_their_factories() =>
        Assert.That(Aggregates.Where(t => t.GetConstructors().Length > 0 || t.GetConstructor(Declared, []) is not { IsPrivate: true }),
            Is.Empty);

    [Test]
    public void They_hold_no_other_aggregate()
    {
        var holding = Entities.SelectMany(t => t.GetFields(Declared), (t, f) => (Type: t, Field: f))
            .Where(x => ElementTypes(x.Field.FieldType).Any(p => p.IsAssignableTo(typeof(AggregateRoot))));
        Assert.That(holding.Select(x => $"{x.Type.Name}.{x.Field.Name}"), Is.Empty);
    }

    /// <summary>The rules themselves are tested in Domain.Tests.</summary>
    [Test]
    public void Their_parameters_have_rules()
    {
        var given = Aggregates.SelectMany(Verbs).SelectMany(m => m.GetParameters())
            .SelectMany(p => Values(p.ParameterType)).Distinct().ToArray();
        Assert.That(given, Has.Length.GreaterThan(10));
        var limited = given.SelectMany(t => t.GetProperties(), (t, p) => (Type: t, Property: p))
            .Where(x => x.Property.CanWrite && IsLimited(x.Property.PropertyType) && FieldRules.Of(x.Type)?.Find(x.Property.Name) is null)
            // An input may have members that the aggregate itself declares.
            .Where(x => !Aggregates.Any(a => a.Namespace == x.Type.Namespace && FieldRules.Of(a)?.Find(x.Property.Name) is not null));
        Assert.That(limited.Select(x => $"{x.Type.Name}.{x.Property.Name}"), Is.Empty);
    }

    [Test]
    public void Methods_that_accept_values_with_rules_can_fail()
    {
        var taking = Aggregates.SelectMany(Verbs).Where(m => m.GetParameters().Any(p => HasRules(p, m.DeclaringType!))).ToArray();
        Assert.That(taking, Has.Length.GreaterThan(20));
        var certain = taking.Where(m =>
            m.ReturnType != typeof(Result) && !m.ReturnType.Name.StartsWith("Result`", StringComparison.Ordinal));
        Assert.That(certain.Select(m => $"{m.DeclaringType!.Name}.{m.Name}"), Is.Empty);
    }

    private static bool HasRules(ParameterInfo parameter, Type aggregate) =>
        Values(parameter.ParameterType).Any(t => FieldRules.Of(t) is not null) ||
        FieldRules.Of(aggregate)?.Fields.Any(f => f.Name == parameter.Name) == true;

    /// <summary>The factories and the methods that change an aggregate.</summary>
    private static IEnumerable<MethodInfo> Verbs(Type aggregate) => aggregate
        .GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly)
        .Where(m => !m.IsSpecialName && (!m.IsStatic || m.Name == "Create"));

    /// <summary>The domain records in the type of a parameter, except those of ids and names of other aggregates.</summary>
    private static IEnumerable<Type> Values(Type type) =>
        type.Assembly != Solution.Domain || !type.IsClass || type.Namespace == typeof(AggregateRoot).Namespace
        ? []
        : type.GetProperties().SelectMany(p => Values(p.PropertyType)).Prepend(type);

    private static bool IsLimited(Type type) =>
        new[] { typeof(string), typeof(string[]), typeof(decimal), typeof(int), typeof(System.Text.Json.JsonElement) }
            .Contains(Nullable.GetUnderlyingType(type) ?? type);

    [Test]
    public void Events_are_immutable_records()
    {
        var events = Solution.Domain.GetTypes().Where(t => t.IsClass && t.IsAssignableTo(typeof(IDomainEvent))).ToArray();
        Assert.That(events, Is.Not.Empty);
        Assert.That(events.Where(t => !t.IsSealed || t.GetMethod("<Clone>$") is null), Is.Empty);
        Assert.That(events.SelectMany(t => t.GetProperties()).Where(p => p.SetMethod is { } set && !IsInit(set)), Is.Empty);
        Assert.That(events.SelectMany(t => t.GetProperties(Declared))
            .Where(p => ElementTypes(p.PropertyType).Any(x => x.IsAssignableTo(typeof(AggregateRoot)))), Is.Empty);
    }
}
