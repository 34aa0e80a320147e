namespace Crm.Application.Common.Authorization;

/// <summary>The right that a use case needs. A step of the pipeline enforces it; its scope limits the records.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class RequiresAttribute(Resource resource, RightAction action) : Attribute
{
    public Right Right { get; } = new(resource, action);
}
