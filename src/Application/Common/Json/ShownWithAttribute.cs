using System.Reflection;
using System.Text.Json.Serialization.Metadata;

namespace Crm.Application.Common.Json;

/// <summary>A member that is shown if it has a value, or as null together with another one.</summary>
/// <param name="flag">The other member: a boolean.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ShownWithAttribute(string flag) : Attribute
{
    /// <summary>Modifies the contract of a type.</summary>
    public static void Apply(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            if (property.AttributeProvider is MemberInfo member && member.GetCustomAttribute<ShownWithAttribute>() is { } shown &&
                type.Type.GetProperty(shown.Flag) is { } other)
                property.ShouldSerialize = (holder, value) => value is not null || (bool)other.GetValue(holder)!;
        }
    }

    private string Flag => flag;
}
