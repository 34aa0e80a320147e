namespace Crm.Application.Common.Records;

/// <summary>Applies a complete, valid update to a locked aggregate.</summary>
public interface IUpdateHandler<in TUpdate, in TAggregate>
{
    /// <param name="update">Complete and valid.</param>
    /// <param name="aggregate">What is written.</param>
    /// <param name="id">The record: the aggregate itself, or a child of it.</param>
    /// <param name="ct">Cancels statements.</param>
    Task<Result> HandleAsync(TUpdate update, TAggregate aggregate, Guid id, CancellationToken ct);
}
