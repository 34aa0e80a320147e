using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Crm.Infrastructure.Security;

/// <summary>Hears of changes of rights that other instances made, and lets go of what is remembered here.</summary>
internal sealed class RightsListener(NpgsqlDataSource source, RightsCache rights, ILogger<RightsListener> logger) : BackgroundService
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    /// <summary>After so long a silence the connection is tried: a broken one says nothing by itself.</summary>
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
                logger.LogWarning("Changes of rights are not heard ({Reason}); rights are looked up anew for each request until they are", e.GetType().Name);
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
            // Whatever was missed while nobody listened is cleared away with this.
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
