namespace Crm.Application.Common.Authorization;

/// <summary>A use case that needs no credentials.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class PublicAttribute : Attribute;
