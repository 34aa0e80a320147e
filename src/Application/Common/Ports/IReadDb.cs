namespace Crm.Application.Common.Ports;

/// <summary>For queries; may be a standby.</summary>
public interface IReadDb : IDb;
