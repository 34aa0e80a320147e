namespace Crm.Application.Common.Ports;

/// <summary>
/// A short transaction of its own, committed whatever the use case answers: for what must be remembered although the call
/// is refused (failed logins, a reused token). Never used inside a unit of work.
/// </summary>
public interface ISeparateTransaction
{
    Task<T> RunAsync<T>(Func<IWriteDb, Task<T>> work, CancellationToken ct);
}
