namespace Crm.Application.Common.Messaging;

/// <summary>A separate transaction within another command. Only the outer command is a use case and handles the idempotency key.</summary>
public interface INestedCommand;
