namespace Crm.Application.Common.Authorization;

/// <summary>A use case about credentials, which an API key does not open.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class NotByApiKeyAttribute : Attribute;
