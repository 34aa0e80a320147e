namespace Crm.Application.Common.Records;

/// <summary>A view of a child record.</summary>
public interface IChildView : IView
{
    /// <summary>The parent record.</summary>
    Guid ParentId { get; }
}
