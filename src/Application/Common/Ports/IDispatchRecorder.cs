namespace Crm.Application.Common.Ports;

/// <summary>Records how the dispatch of a communication ended.</summary>
public interface IDispatchRecorder
{
    /// <param name="communicationId">What was dispatched.</param>
    /// <param name="claim">The claim that the dispatcher holds on it; it ends with this.</param>
    /// <param name="result">How the delivery ended; null: no channel can deliver it.</param>
    /// <param name="possiblySentTwice">Whether an earlier delivery may have succeeded, too.</param>
    /// <returns>Why it could not be recorded; null: it was, or the claim has expired.</returns>
    Task<Error?> RecordAsync(Guid communicationId, Guid claim, DeliveryResult? result, bool possiblySentTwice);
}
