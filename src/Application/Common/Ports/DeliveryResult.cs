namespace Crm.Application.Common.Ports;

/// <summary>What a channel says of a message.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Reason">Why it was not taken, in a sentence for whoever wrote the message.</param>
public sealed record DeliveryResult(DeliveryOutcome Outcome, string? Reason = null);
