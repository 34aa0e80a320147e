using Crm.Domain.Roles;

namespace Crm.Application.Common.Messaging;

/// <summary>The right that a use case needs. A step of the pipeline enforces it; its scope limits the records.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class RequiresAttribute(Resource resource, RightAction action) : Attribute
{
    public Right Right { get; } = new(resource, action);
}

/// <summary>A use case that everybody who is logged in may use, for themselves.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class RequiresLoginAttribute : Attribute;

/// <summary>A use case that needs no credentials.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class PublicAttribute : Attribute;

/// <summary>A member that only a holder of the import right on the use case's resource may give; unknown to anyone else.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ImportOnlyAttribute : Attribute;

/// <summary>A POST or PATCH whose answer is never stored under an idempotency key, because it holds a secret.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class NotIdempotentAttribute : Attribute;

/// <summary>A use case about credentials, which an API key does not open.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class NotByApiKeyAttribute : Attribute;

/// <summary>What a member stands for that is taken from the query string as text, so that a wrong one can be named: for the API's document.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class MeansAttribute(Type type) : Attribute
{
    public Type Type { get; } = type;
}
