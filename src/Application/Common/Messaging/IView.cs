namespace Crm.Application.Common.Messaging;

/// <summary>What a GET of a record shows.</summary>
public interface IView
{
    /// <summary>The version of the aggregate, the record's ETag.</summary>
    long Version { get; }
}
