namespace Crm.Application.Common.Authorization;

/// <summary>A member that only a holder of the import right on the use case's resource may give; unknown to anyone else.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ImportOnlyAttribute : Attribute;
