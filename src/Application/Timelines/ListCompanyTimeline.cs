namespace Crm.Application.Timelines;

/// <summary>What happened with a company that the caller sees.</summary>
[Requires(Resource.Companies, RightAction.Read)]
public sealed record ListCompanyTimeline(Guid Id, ListInput Input) : IQuery<Page<TimelineRow>>, IListQuery
{
    public static readonly ListSpec Spec = TimelineRow.NewSpec(Resource.Companies);
}

internal sealed class ListCompanyTimelineValidator() : ListValidator<ListCompanyTimeline>(ListCompanyTimeline.Spec);

internal sealed class ListCompanyTimelineHandler(TimelineReader timelines) : IQueryHandler<ListCompanyTimeline, Page<TimelineRow>>
{
    public Task<Result<Page<TimelineRow>>> Handle(ListCompanyTimeline request, CancellationToken cancellationToken) =>
        timelines.ReadAsync(ListCompanyTimeline.Spec, TimelineSubject.Company, request.Id, request.Input, cancellationToken);
}
