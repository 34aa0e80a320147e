namespace Crm.Application.Common.Messaging;

/// <summary>The representation of a record that GET returns.</summary>
public interface IView
{
    /// <summary>The version of the aggregate, the record's <c>ETag</c>.</summary>
    long Version { get; }
}
