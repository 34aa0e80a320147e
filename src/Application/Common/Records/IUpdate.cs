namespace Crm.Application.Common.Records;

/// <summary>The writable members of a PUT of an aggregate. A PATCH is merged onto the one that shows the current state.</summary>
/// <typeparam name="TSelf">The request type itself.</typeparam>
/// <typeparam name="TAggregate">The aggregate to update.</typeparam>
/// <typeparam name="TView">The view that GET returns. Read-only members of the view are accepted if they equal the current
/// value.</typeparam>
public interface IUpdate<TSelf, TAggregate, TView>
    where TSelf : IUpdate<TSelf, TAggregate, TView>
    where TAggregate : AggregateRoot
    where TView : class, IView
{
    /// <summary>Finds the object that is mapped to a PUT that changes nothing. Null if the aggregate has no such child.</summary>
    /// <param name="aggregate">The aggregate to update.</param>
    /// <param name="id">The id of the record: the aggregate or one of its children.</param>
    static virtual object? Find(TAggregate aggregate, Guid id) => aggregate;

    /// <summary>The error if there is no such record.</summary>
    static virtual Error NotFound => RecordCatalog.Of<TAggregate>().NotFound;

    /// <summary>How a client can change a member that is read-only here.</summary>
    static virtual string? Remedy(string member) => null;
}
