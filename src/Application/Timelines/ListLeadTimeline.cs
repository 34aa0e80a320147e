namespace Crm.Application.Timelines;

/// <summary>What happened with a lead that the caller sees.</summary>
[Requires(Resource.Leads, RightAction.Read)]
public sealed record ListLeadTimeline(Guid Id, ListInput Input) : IQuery<Page<TimelineRow>>, IListQuery
{
    public static readonly ListSpec Spec = TimelineRow.NewSpec(Resource.Leads);
}

internal sealed class ListLeadTimelineValidator() : ListValidator<ListLeadTimeline>(ListLeadTimeline.Spec);

internal sealed class ListLeadTimelineHandler(TimelineReader timelines) : IQueryHandler<ListLeadTimeline, Page<TimelineRow>>
{
    public Task<Result<Page<TimelineRow>>> Handle(ListLeadTimeline request, CancellationToken cancellationToken) =>
        timelines.ReadAsync(ListLeadTimeline.Spec, TimelineSubject.Lead, request.Id, request.Input, cancellationToken);
}
