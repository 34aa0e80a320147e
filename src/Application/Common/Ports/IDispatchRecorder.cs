namespace Crm.Application.Common.Ports;

/// <summary>Records the outcome of dispatching a communication.</summary>
public interface IDispatchRecorder
{
    /// <param name="communicationId">The dispatched communication.</param>
    /// <param name="claim">The dispatcher's claim on it. Recording ends the claim.</param>
    /// <param name="result">The result of the delivery. Null: no channel can deliver it.</param>
    /// <param name="possiblySentTwice">Whether an earlier delivery may also have succeeded.</param>
    /// <returns>The error if recording failed. Null: recorded, or the claim has expired.</returns>
    Task<Error?> RecordAsync(Guid communicationId, Guid claim, DeliveryResult? result, bool possiblySentTwice);
}
