namespace Crm.Application.Common.Ports;

/// <summary>The result of a delivery by a channel.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Reason">Why the message was not accepted, in a sentence for the author of the message.</param>
/// <param name="MessageId">The Message-ID of an e-mail that was sent, without angle brackets.</param>
public sealed record DeliveryResult(DeliveryOutcome Outcome, string? Reason = null, string? MessageId = null);
