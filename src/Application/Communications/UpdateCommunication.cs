using Crm.Application.Common;
using Crm.Application.Common.Messaging;
using Crm.Application.Common.Ports;
using Crm.Application.Common.Writing;
using Crm.Domain.Common;
using Crm.Domain.Communications;
using Crm.Domain.Roles;
using FluentValidation;

namespace Crm.Application.Communications;

[Requires(Resource.Communications, RightAction.Update)]
public sealed record UpdateCommunication : CommunicationFields, IUpdate<UpdateCommunication, Communication, CommunicationView>
{
    public UpdateCommunication()
    {
    }

    private UpdateCommunication(Communication communication)
        : base(communication.Details)
    {
        (Scheduled, ScheduledFor) = (communication.Scheduled, communication.ScheduledFor);
        (ContactId, DealId, CompanyId, LeadId) = communication.Links;
    }

    public static Access<Communication> Access => CommunicationAccess.Access;

    public static UpdateCommunication From(Communication aggregate, Guid id) => new(aggregate);

    public static string? Remedy(string member) =>
        member is "status" or "sentAt" or "deliveredAt" or "openedAt" or "respondedAt" or "failureReason" ? "use PATCH /api/communications/{id}/status" : null;
}

internal sealed class UpdateCommunicationValidator : AbstractValidator<UpdateCommunication>
{
    public UpdateCommunicationValidator() => Include(new CommunicationFieldsRules());
}

internal sealed class UpdateCommunicationHandler(CommunicationAccess access, IClock clock) : IUpdateHandler<UpdateCommunication, Communication>
{
    public async Task<Result> HandleAsync(UpdateCommunication update, Communication aggregate, Guid id, CancellationToken ct)
    {
        if (await access.CheckIdleAsync(aggregate, ct).ConfigureAwait(false) is { } busy)
            return busy;
        var terms = await access.TermsAsync(update, aggregate, ct).ConfigureAwait(false);
        if (terms.Error is { } missing)
            return missing;
        var before = (aggregate.Scheduled, aggregate.ScheduledFor);
        if (aggregate.Update(terms.Value, clock.Now).Error is { } refused)
            return refused;
        if (await access.CheckAddressAsync(aggregate, ct).ConfigureAwait(false) is { } noAddress)
            return noAddress;
        if (before != (aggregate.Scheduled, aggregate.ScheduledFor))
            await access.RescheduleAsync(aggregate, ct).ConfigureAwait(false);
        return Result.Ok;
    }
}
