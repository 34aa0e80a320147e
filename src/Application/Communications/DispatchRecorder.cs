using MediatR;

namespace Crm.Application.Communications;

internal sealed class DispatchRecorder(IMediator mediator) : IDispatchRecorder
{
    /// <summary>Not cancelled at shutdown, so that a sent message is recorded.</summary>
    public async Task<Error?> RecordAsync(Guid communicationId, Guid claim, DeliveryResult? result, bool possiblySentTwice) =>
        (await mediator.Send(new DispatchCommunication(communicationId, claim, result, possiblySentTwice), CancellationToken.None)).Error;
}
