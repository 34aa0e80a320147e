namespace Crm.Domain.Common;

/// <summary>An aggregate that belongs to another one and has no address without it.</summary>
public interface IChildAggregate
{
    /// <summary>The aggregate it belongs to.</summary>
    Guid ParentId { get; }
}
