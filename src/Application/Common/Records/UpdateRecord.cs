using System.Text.Json.Nodes;

namespace Crm.Application.Common.Records;

/// <summary>A PUT or PATCH of one record.</summary>
/// <param name="AggregateId">The aggregate.</param>
/// <param name="Id">The record: the aggregate itself, or a child of it.</param>
/// <param name="Body">The body as it came, member names already known to be the record's.</param>
/// <param name="Merge">Whether the body is a merge patch (RFC 7396).</param>
public sealed record UpdateRecord<TUpdate, TAggregate, TView>(Guid AggregateId, Guid Id, JsonObject Body, bool Merge) : ICommand<TView>
    where TUpdate : IUpdate<TUpdate, TAggregate, TView>
    where TAggregate : AggregateRoot
    where TView : class, IView
{
    /// <summary>A write of the aggregate itself.</summary>
    public UpdateRecord(Guid id, JsonObject body, bool merge)
        : this(id, id, body, merge)
    {
    }

    /// <summary>The record that it stands under in its address.</summary>
    public Guid? ParentId { get; init; }
}
