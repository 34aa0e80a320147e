namespace Crm.Application.Common.Authorization;

/// <summary>The permission that a use case requires. The authorization behaviour enforces it; its scope limits the records.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class RequiresAttribute(Resource resource, RightAction action) : Attribute
{
    public Right Right { get; } = new(resource, action);
}
