namespace Crm.Application.Common.Authorization;

/// <summary>A use case that everybody who is logged in may use, for themselves.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class RequiresLoginAttribute : Attribute;
