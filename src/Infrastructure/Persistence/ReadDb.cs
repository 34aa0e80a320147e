using Crm.Application.Common.Metrics;

namespace Crm.Infrastructure.Persistence;

/// <summary>
/// Queries, each on a pooled connection of its own: to a standby where there is one, unless the caller must see more than it may have.
/// A statement of a use case that needs a permission must contain that permission's scope.
/// </summary>
internal sealed class ReadDb(
    ReadDataSource source, ReadYourWrites writes, ICurrentUser user, IRequestContext request, CurrentUseCase useCase, SqlMetrics watch)
    : MeteredDb(watch), IReadDb
{
    protected override async Task<T> RunAsync<TState, T>(bool hasScope, TState state, Send<TState, T> send, CancellationToken ct)
    {
        if (useCase.NeedsScope && !hasScope)
            throw new InvalidOperationException("The use case needs a permission, but its statement contains no scope.");
        if (source.Standbys is { } standbys && !request.WantsPrimary && !writes.AreRecent(user.Caller?.UserId) &&
            await TryOpenAsync(standbys, ct) is { } standby)
        {
            await using (standby)
            {
                try
                {
                    return await WatchAsync(standby, null, state, send, ct);
                }
                catch (NpgsqlException e) when (IsTheServers(e) && !ct.IsCancellationRequested)
                {
                    // It was killed, or had to give the query up for its replay: the primary has the same, and more.
                }
            }
        }

        await using var connection = await source.Primary.OpenConnectionAsync(ct);
        return await WatchAsync(connection, null, state, send, ct);
    }

    /// <summary>A connection to a standby; null where none can be had, as where it refuses, does not answer in time, or is busy for as long.</summary>
    private static async Task<NpgsqlConnection?> TryOpenAsync(NpgsqlDataSource standbys, CancellationToken ct)
    {
        try
        {
            return await standbys.OpenConnectionAsync(ct);
        }
        catch (NpgsqlException) when (!ct.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>Whether the fault lies with the server or the way there rather than with the statement or the time it takes.</summary>
    private static bool IsTheServers(NpgsqlException e) => e is PostgresException p
        ? p.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow
            or PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected
        : e.InnerException is not TimeoutException;
}
