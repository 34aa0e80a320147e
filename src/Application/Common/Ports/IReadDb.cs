namespace Crm.Application.Common.Ports;

/// <summary>The database for queries; may be a standby.</summary>
public interface IReadDb : IDb;
