using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Crm.Infrastructure.Security;

/// <summary>Listens for changes of permissions that other instances made, and clears the cache.</summary>
internal sealed class RightsListener(NpgsqlDataSource source, RightsCache rights, ILogger<RightsListener> logger) : BackgroundService
{
    /// <summary>The statement that tests the connection. It is not traced.</summary>
    public const string Heartbeat = "select 'heartbeat'";

    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How often the connection is tested: one that is half open is not reported otherwise. A response to a statement shows that the
    /// notifications sent before it have been received too.
    /// </summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                logger.LogWarning("Notifications of changed permissions are not received ({Reason}); until they are, permissions are " +
                    "read from the database for each request", e.GetType().Name);
                await Task.Delay(Retry, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ListenAsync(CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        connection.Notification += (_, _) => rights.Clear();
        await ExecuteAsync(connection, $"listen {RightsCache.Channel}", ct);
        try
        {
            // Also clears the cache: notifications may have been missed before.
            rights.SetListening(true);
            while (true)
            {
                var sentAt = Stopwatch.GetTimestamp();
                await ExecuteAsync(connection, Heartbeat, ct);
                rights.HeardUntil(sentAt);
                await connection.WaitAsync(Interval, ct);
            }
        }
        finally
        {
            rights.SetListening(false);
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 1 };
        await command.ExecuteNonQueryAsync(ct);
    }
}
