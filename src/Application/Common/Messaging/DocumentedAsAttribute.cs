namespace Crm.Application.Common.Messaging;

/// <summary>The documented type of a member that is bound as text, so that an error can name the invalid value. Used by the OpenAPI
/// document.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DocumentedAsAttribute(Type type) : Attribute
{
    public Type Type { get; } = type;
}
