namespace Crm.Application.Common.Messaging;

/// <summary>A POST or PATCH whose answer is never stored under an idempotency key, because it holds a secret.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class NotIdempotentAttribute : Attribute;
