using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Crm.Infrastructure.Persistence;

/// <summary>What the model says about a column beyond its type.</summary>
internal static class ModelMarks
{
    private const string DerivedMark = "Crm:Derived";
    private const string SecretMark = "Crm:Secret";

    /// <summary>The service derives it: it neither raises the version nor stands in the audit.</summary>
    public static PropertyBuilder<T> Derived<T>(this PropertyBuilder<T> property) => property.HasAnnotation(DerivedMark, true);

    /// <summary>The audit says that it changed, never its value.</summary>
    public static PropertyBuilder<T> Secret<T>(this PropertyBuilder<T> property) => property.HasAnnotation(SecretMark, true);

    public static bool IsDerived(this IReadOnlyPropertyBase property) => property.FindAnnotation(DerivedMark) is not null;

    public static bool IsSecret(this IReadOnlyPropertyBase property) => property.FindAnnotation(SecretMark) is not null;
}
