namespace Crm.Application.Common.Authorization;

/// <summary>A use case for every logged-in user, limited to own data.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class RequiresLoginAttribute : Attribute;
