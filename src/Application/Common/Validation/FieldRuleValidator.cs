using FluentValidation.Validators;

namespace Crm.Application.Common.Validation;

/// <summary>A validator for a rule of the domain. The OpenAPI document reads the rule from it.</summary>
public interface IFieldRuleValidator : IPropertyValidator
{
    FieldRule Rule { get; }
}

/// <inheritdoc cref="IFieldRuleValidator"/>
/// <param name="rule">The rule.</param>
/// <param name="other">Reads the member that the rule compares with.</param>
internal sealed class FieldRuleValidator<T, TProperty>(FieldRule rule, Func<T, object?>? other)
    : PropertyValidator<T, TProperty>, IFieldRuleValidator
{
    public FieldRule Rule => rule;

    public override string Name => nameof(FieldRule);

    public override bool IsValid(ValidationContext<T> context, TProperty value) =>
        rule.Allows(value, other?.Invoke(context.InstanceToValidate));

    protected override string GetDefaultMessageTemplate(string errorCode) => rule.Message;
}
