namespace Crm.Application.Common.Validation;

/// <summary>Rules for members that are not fields of a record. Fields have <see cref="FieldRules"/>.</summary>
internal static class ValidationRules
{
    /// <summary>A text of 1 to 255 characters.</summary>
    public static IRuleBuilderOptions<T, string> Name<T>(this IRuleBuilder<T, string> rule) => rule
        .NotEmpty().WithMessage("is required.")
        .MaximumLength(Limits.Line).WithMessage($"must have at most {Limits.Line} characters.");

    public static IRuleBuilderOptions<T, string?> Line<T>(this IRuleBuilder<T, string?> rule) => rule
        .MaximumLength(Limits.Line).WithMessage($"must have at most {Limits.Line} characters.");

    public static IRuleBuilderOptions<T, DateTimeOffset?> NotInFuture<T>(this IRuleBuilder<T, DateTimeOffset?> rule, IClock clock) => rule
        .Must(at => at is null || at <= clock.Now).WithMessage("must not be in the future.");
}
