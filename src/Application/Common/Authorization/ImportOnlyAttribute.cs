namespace Crm.Application.Common.Authorization;

/// <summary>A member for callers with the permission import on the use case's resource. For others, the member is unknown.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ImportOnlyAttribute : Attribute;
