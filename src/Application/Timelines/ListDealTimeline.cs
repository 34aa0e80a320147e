namespace Crm.Application.Timelines;

/// <summary>What happened with a deal that the caller sees.</summary>
[Requires(Resource.Deals, RightAction.Read)]
public sealed record ListDealTimeline(Guid Id, ListInput Input) : IQuery<Page<TimelineRow>>, IListQuery
{
    public static readonly ListSpec Spec = TimelineRow.NewSpec(Resource.Deals);
}

internal sealed class ListDealTimelineValidator() : ListValidator<ListDealTimeline>(ListDealTimeline.Spec);

internal sealed class ListDealTimelineHandler(TimelineReader timelines) : IQueryHandler<ListDealTimeline, Page<TimelineRow>>
{
    public Task<Result<Page<TimelineRow>>> Handle(ListDealTimeline request, CancellationToken cancellationToken) =>
        timelines.ReadAsync(ListDealTimeline.Spec, TimelineSubject.Deal, request.Id, request.Input, cancellationToken);
}
