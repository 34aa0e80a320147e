using Dapper;

namespace Crm.Infrastructure.Persistence;

/// <summary>
/// A lock that only one starting instance holds; the others wait for it without limit. It has a connection of its own: those of the pool
/// have time limits, and a setting of theirs would stay with them.
/// </summary>
public sealed class StartLock : IAsyncDisposable
{
    private const string TakeSql = "select pg_advisory_lock(hashtextextended('crm-start', 0))";

    private readonly NpgsqlConnection connection;

    private StartLock(NpgsqlConnection connection) => this.connection = connection;

    public static async Task<StartLock> TakeAsync(DatabaseOptions options, CancellationToken ct)
    {
        var connection = new NpgsqlConnection(Unlimited(options.ConnectionString));
        await connection.OpenAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(TakeSql, commandTimeout: 0, cancellationToken: ct));
        return new StartLock(connection);
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    /// <summary>A connection string whose sessions wait without limit.</summary>
    internal static string Unlimited(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            Pooling = false,
            CommandTimeout = 0,
            Options = "-c lock_timeout=0 -c statement_timeout=0 -c idle_in_transaction_session_timeout=0",
        };
        if (settings.Host?.Contains(',', StringComparison.Ordinal) == true)
            settings.TargetSessionAttributes ??= "primary";
        return settings.ConnectionString;
    }
}
