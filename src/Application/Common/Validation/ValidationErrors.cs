using FluentValidation.Results;

namespace Crm.Application.Common.Validation;

/// <summary>Converts validation failures to one error.</summary>
internal static class ValidationErrors
{
    /// <summary>Null if the request is valid.</summary>
    public static Error? ErrorOf(ValidationResult result)
    {
        if (result.IsValid)
            return null;
        if (result.Errors.Select(e => e.CustomState).OfType<Error>().FirstOrDefault() is { } own)
            return own;
        return CommonErrors.ValidationFailed(result.Errors
            .GroupBy(e => e.PropertyName)
            .ToDictionary(g => g.Key, g => g.Select(e => e.ErrorMessage).Distinct().ToArray()));
    }
}
