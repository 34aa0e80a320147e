namespace Crm.Application.Common.Records;

/// <summary>Applies a complete, valid update to a locked aggregate.</summary>
public interface IUpdateHandler<in TUpdate, in TAggregate>
{
    /// <param name="update">The complete and valid request.</param>
    /// <param name="aggregate">The aggregate to update.</param>
    /// <param name="id">The id of the record: the aggregate or one of its children.</param>
    /// <param name="ct">Cancels statements.</param>
    Task<Result> HandleAsync(TUpdate update, TAggregate aggregate, Guid id, CancellationToken ct);
}
