namespace Crm.Domain.Common;

/// <summary>An aggregate that belongs to another aggregate and has no URL without it.</summary>
public interface IChildAggregate
{
    /// <summary>The parent aggregate.</summary>
    Guid ParentId { get; }
}
