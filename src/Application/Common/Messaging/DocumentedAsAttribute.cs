namespace Crm.Application.Common.Messaging;

/// <summary>What a member stands for that is taken from the query string as text, so that a wrong one can be named: for the API's document.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DocumentedAsAttribute(Type type) : Attribute
{
    public Type Type { get; } = type;
}
