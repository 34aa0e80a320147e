namespace Crm.Application.Timelines;

/// <summary>What happened with a contact that the caller sees.</summary>
[Requires(Resource.Contacts, RightAction.Read)]
public sealed record ListContactTimeline(Guid Id, ListInput Input) : IQuery<Page<TimelineRow>>, IListQuery
{
    public static readonly ListSpec Spec = TimelineRow.NewSpec(Resource.Contacts);
}

internal sealed class ListContactTimelineValidator() : ListValidator<ListContactTimeline>(ListContactTimeline.Spec);

internal sealed class ListContactTimelineHandler(TimelineReader timelines) : IQueryHandler<ListContactTimeline, Page<TimelineRow>>
{
    public Task<Result<Page<TimelineRow>>> Handle(ListContactTimeline request, CancellationToken cancellationToken) =>
        timelines.ReadAsync(ListContactTimeline.Spec, TimelineSubject.Contact, request.Id, request.Input, cancellationToken);
}
