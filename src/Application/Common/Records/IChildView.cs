namespace Crm.Application.Common.Records;

/// <summary>A view of what belongs to another record.</summary>
public interface IChildView : IView
{
    /// <summary>The record it belongs to.</summary>
    Guid ParentId { get; }
}
