using System.Linq.Expressions;
using System.Reflection;

namespace Crm.Application.Common.Validation;

/// <summary>Validates requests by the rules of the record that they are mapped to.</summary>
internal static class FieldRulesExtensions
{
    private static readonly MethodInfo AddMethod =
        typeof(FieldRulesExtensions).GetMethod(nameof(Add), BindingFlags.Static | BindingFlags.NonPublic)!;

    /// <summary>Applies the rules to the request's members of the same names and types.</summary>
    /// <param name="validator">The request's validator.</param>
    /// <param name="rules">The rules of a record.</param>
    /// <param name="members">The members to validate. Empty: all.</param>
    public static void Apply<T>(this AbstractValidator<T> validator, FieldRules rules, params string[] members)
    {
        foreach (var field in members.Length == 0 ? rules.Fields : members.Select(m => rules.Find(m)!))
        {
            if (typeof(T).GetProperty(field.Member) is not { } property || Plain(property.PropertyType) != Plain(field.Type))
                throw new InvalidOperationException($"{typeof(T).Name} has no member {field.Member} of type {field.Type.Name}.");
            AddMethod.MakeGenericMethod(typeof(T), property.PropertyType).Invoke(null, [validator, property, field]);
        }
    }

    private static void Add<T, TProperty>(AbstractValidator<T> validator, PropertyInfo property, Field field)
    {
        var request = Expression.Parameter(typeof(T));
        var builder = validator.RuleFor(Expression.Lambda<Func<T, TProperty>>(Expression.Property(request, property), request));
        foreach (var rule in field.Rules)
            builder.SetValidator(new FieldRuleValidator<T, TProperty>(rule, rule.Other is { } other ? Getter<T>(other) : null));
    }

    private static Func<T, object?> Getter<T>(string member)
    {
        var property = typeof(T).GetProperty(member) ?? throw new InvalidOperationException($"{typeof(T).Name} has no member {member}.");
        return request => property.GetValue(request);
    }

    private static Type Plain(Type type) => Nullable.GetUnderlyingType(type) ?? type;
}
