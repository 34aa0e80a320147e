namespace Crm.Application.Common.Ports;

/// <summary>
/// A short separate transaction that commits whatever the use case does, for changes that must persist although the
/// request is rejected (failed logins, a reused token). Never used inside a unit of work.
/// </summary>
public interface ISeparateTransaction
{
    Task<T> RunAsync<T>(Func<IWriteDb, Task<T>> work, CancellationToken ct);
}
