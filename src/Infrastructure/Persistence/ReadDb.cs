using Crm.Application.Common.Lists;
using Crm.Application.Common.Metrics;
using Crm.Infrastructure.Postgres;

namespace Crm.Infrastructure.Persistence;

/// <summary>
/// Queries, each on its own pooled connection: to a standby if there is one, unless the caller must see changes that it may lack.
/// A statement of a use case that needs a permission must contain that permission's scope.
/// </summary>
internal sealed class ReadDb(
    ReadDataSource source, ReadYourWrites writes, ICurrentUser user, IRequestContext request, CurrentUseCase useCase, SqlMetrics watch,
    DatabaseOptions options, QueryShares shares)
    : MeteredDb(watch), IReadDb
{
    protected override int? Seconds => useCase.IsReport ? null : options.QuerySeconds;

    protected override async Task<T> RunAsync<TState, T>(bool hasScope, TState state, Send<TState, T> send, CancellationToken ct)
    {
        if (useCase.NeedsScope && !hasScope)
            throw new InvalidOperationException("The use case needs a permission, but its statement contains no scope.");
        if (user.Caller is not { } caller)
            return await SendAsync(state, send, ct);
        using var turn = await shares.TakeAsync(caller.UserId, ct);
        return await SendAsync(state, send, ct);
    }

    private async Task<T> SendAsync<TState, T>(TState state, Send<TState, T> send, CancellationToken ct)
    {
        if (source.Standbys is { } standbys && !request.WantsPrimary && !writes.AreRecent(user.Caller?.UserId) &&
            await TryOpenAsync(standbys, ct) is { } standby)
        {
            await using (standby)
            {
                try
                {
                    return await LimitAsync(standby, state, send, ct);
                }
                catch (NpgsqlException e) when (DatabaseAvailability.IsOfServer(e) && !ct.IsCancellationRequested)
                {
                    // The standby was stopped, or cancelled the query because of a recovery conflict: the primary has the same data or
                    // newer data.
                }
            }
        }

        await using var connection = await source.Primary.OpenConnectionAsync(ct);
        return await LimitAsync(connection, state, send, ct);
    }

    private async Task<T> LimitAsync<TState, T>(NpgsqlConnection connection, TState state, Send<TState, T> send, CancellationToken ct)
    {
        try
        {
            return await WatchAsync(connection, null, state, send, ct);
        }
        catch (NpgsqlException e) when (IsTimeout(e) && !ct.IsCancellationRequested)
        {
            throw new QueryRejectedException(ListErrors.TooExpensive, e);
        }
    }

    private static bool IsTimeout(NpgsqlException e) =>
        e.InnerException is TimeoutException || e is PostgresException { SqlState: PostgresErrorCodes.QueryCanceled };

    /// <summary>
    /// A connection to a standby; null if there is none in time: it rejects connections, does not respond or is too busy.
    /// </summary>
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
}
