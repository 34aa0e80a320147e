namespace Crm.Application.Common.Records;

/// <summary>All that a PUT of an aggregate may write; a PATCH is merged onto the one that shows its present state.</summary>
/// <typeparam name="TSelf">The request itself.</typeparam>
/// <typeparam name="TAggregate">What it writes.</typeparam>
/// <typeparam name="TView">What a GET shows; its members that cannot be written are accepted when they equal the present value.</typeparam>
public interface IUpdate<TSelf, TAggregate, TView>
    where TSelf : IUpdate<TSelf, TAggregate, TView>
    where TAggregate : AggregateRoot
    where TView : class, IView
{
    /// <summary>What is mapped to a PUT that changes nothing; null where the aggregate has no such child.</summary>
    /// <param name="aggregate">What is written.</param>
    /// <param name="id">The record: the aggregate itself, or a child of it.</param>
    static virtual object? Find(TAggregate aggregate, Guid id) => aggregate;

    /// <summary>The answer where there is no such record.</summary>
    static virtual Error NotFound => RecordCatalog.Of<TAggregate>().NotFound;

    /// <summary>Where to turn for a member that cannot be written here.</summary>
    static virtual string? Remedy(string member) => null;
}
