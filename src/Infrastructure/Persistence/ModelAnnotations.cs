using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Crm.Infrastructure.Persistence;

/// <summary>What the model says about a column beyond its type.</summary>
internal static class ModelAnnotations
{
    /// <summary>Holds the name that the audit knows an aggregate by.</summary>
    public const string AuditName = "Crm:AuditName";

    private const string DerivedMark = "Crm:Derived";
    private const string SecretMark = "Crm:Secret";

    /// <summary>The service derives it: it neither raises the version nor stands in the audit.</summary>
    public static PropertyBuilder<T> Derived<T>(this PropertyBuilder<T> property) => property.HasAnnotation(DerivedMark, true);

    /// <summary>The audit says that it changed, never its value.</summary>
    /// <param name="property">The column.</param>
    /// <param name="name">What the audit calls it.</param>
    public static PropertyBuilder<T> Secret<T>(this PropertyBuilder<T> property, string name) => property.HasAnnotation(SecretMark, name);
}
