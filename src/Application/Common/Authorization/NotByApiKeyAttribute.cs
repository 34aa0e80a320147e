namespace Crm.Application.Common.Authorization;

/// <summary>A use case about credentials, which API keys cannot execute.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class NotByApiKeyAttribute : Attribute;
