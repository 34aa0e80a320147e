namespace Crm.Application.Common.Messaging;

/// <summary>A POST or PATCH whose response is never stored under an idempotency key, because it contains a secret.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class NotIdempotentAttribute : Attribute;
