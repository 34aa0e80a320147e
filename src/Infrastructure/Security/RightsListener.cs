using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Crm.Infrastructure.Security;

/// <summary>Listens for changes of permissions that other instances made, and clears the cache.</summary>
internal sealed class RightsListener(NpgsqlDataSource source, RightsCache rights, ILogger<RightsListener> logger) : BackgroundService
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    /// <summary>After this time without a notification, the connection is tested: a broken one is not reported otherwise.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(5);

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
                if (!await connection.WaitAsync(Silence, ct))
                    await ExecuteAsync(connection, "select 1", ct);
            }
        }
        finally
        {
            rights.SetListening(false);
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = (int)Silence.TotalSeconds };
        await command.ExecuteNonQueryAsync(ct);
    }
}
