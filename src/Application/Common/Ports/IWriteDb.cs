namespace Crm.Application.Common.Ports;

/// <summary>The unit of work's own connection and transaction, for the checks that a handler makes and for derived columns.</summary>
public interface IWriteDb : IDb
{
    Task<int> ExecuteAsync(SqlFragment sql, CancellationToken ct);
}
