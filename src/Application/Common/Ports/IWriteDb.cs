namespace Crm.Application.Common.Ports;

/// <summary>The connection and transaction of the unit of work, for checks of handlers and for derived columns.</summary>
public interface IWriteDb : IDb
{
    Task<int> ExecuteAsync(SqlFragment sql, CancellationToken ct);
}
