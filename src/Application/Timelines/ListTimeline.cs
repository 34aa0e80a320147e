namespace Crm.Application.Timelines;

/// <summary>Lists the timeline of a record that the caller can see.</summary>
public sealed record ListTimeline<TAggregate>(Guid Id, ListInput Input) : IQuery<Page<TimelineRow>>, IDescribedUseCase
    where TAggregate : AggregateRoot
{
    public static readonly ListSpec Spec = TimelineRow.NewSpec(RecordCatalog.Of<TAggregate>().Resource);

    public static UseCase Describe()
    {
        var record = RecordCatalog.Of<TAggregate>();
        return UseCase.With($"List{record.OperationName}Timeline", record.Resource, RightAction.Read);
    }
}

internal sealed class ListTimelineHandler<TAggregate>(TimelineReader timelines) : IQueryHandler<ListTimeline<TAggregate>, Page<TimelineRow>>
    where TAggregate : AggregateRoot
{
    public Task<Result<Page<TimelineRow>>> Handle(ListTimeline<TAggregate> request, CancellationToken cancellationToken) =>
        timelines.ReadAsync(ListTimeline<TAggregate>.Spec, RecordCatalog.Of<TAggregate>(), request.Id, request.Input, cancellationToken);
}
