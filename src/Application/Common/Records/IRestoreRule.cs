namespace Crm.Application.Common.Records;

/// <summary>A condition of restoring a record that its declaration cannot express.</summary>
public interface IRestoreRule<in TAggregate>
    where TAggregate : AggregateRoot
{
    /// <summary>The error if the caller must not restore the record from the trash.</summary>
    Task<Error?> CheckAsync(TAggregate aggregate, CancellationToken ct);
}
