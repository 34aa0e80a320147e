namespace Crm.Application.Common.Messaging;

/// <summary>A transaction of its own within another command, which alone is a use case and sees to the idempotency key.</summary>
public interface INestedCommand;
