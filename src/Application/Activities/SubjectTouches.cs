using Crm.Domain.Communications;
using Crm.Domain.Notes;
using Crm.Domain.Tasks;

namespace Crm.Application.Activities;

/// <summary>Updates the last activity of all subjects in the transaction of the activity.</summary>
internal sealed class SubjectTouches(ActivitySubjects subjects)
    : IDomainEventHandler<TaskCompleted>, IDomainEventHandler<CommunicationTookPlace>, IDomainEventHandler<NoteCreated>
{
    public Task HandleAsync(TaskCompleted domainEvent, CancellationToken ct) =>
        subjects.TouchAsync(domainEvent.Links, domainEvent.OccurredAt, isContact: false, ct);

    public Task HandleAsync(CommunicationTookPlace domainEvent, CancellationToken ct) =>
        subjects.TouchAsync(domainEvent.Links, domainEvent.At, isContact: true, ct);

    public Task HandleAsync(NoteCreated domainEvent, CancellationToken ct) =>
        subjects.TouchAsync(domainEvent.Links, domainEvent.At, isContact: false, ct);
}
