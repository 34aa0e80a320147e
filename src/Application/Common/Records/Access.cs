namespace Crm.Application.Common.Records;

/// <summary>How an aggregate is reached: whose rights count, where it is stored, and what is said where it is not.</summary>
/// <param name="Resource">The resource its rights are given on.</param>
/// <param name="Table">Its table.</param>
/// <param name="NotFound">The answer where there is none, or none that may be seen.</param>
public sealed record Access<TAggregate>(Resource Resource, string Table, Error NotFound)
    where TAggregate : AggregateRoot
{
    /// <summary>Which of them a right reaches, where the owner columns of its resource do not say it.</summary>
    public Func<Caller, RightAction, string, bool, ScopeFilter>? OwnScope { get; init; }

    internal ScopeFilter ScopeOf(Caller caller, RightAction action, string alias, bool inTrashToo) =>
        OwnScope is null ? ScopeFilter.For(caller, Resource, action, alias, inTrashToo) : OwnScope(caller, action, alias, inTrashToo);
}
