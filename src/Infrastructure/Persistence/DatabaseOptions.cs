using Npgsql;

namespace Crm.Infrastructure.Persistence;

/// <summary>Where the database is, and how sessions are opened.</summary>
/// <param name="ConnectionString">The service role's.</param>
/// <param name="ReadConnectionString">For queries; may name several hosts. Null: the same as for writes.</param>
public sealed record DatabaseOptions(string ConnectionString, string? ReadConnectionString = null)
{
    /// <summary>Most connections for writes; callers beyond it queue for <see cref="PoolTimeoutSeconds"/> at most.</summary>
    public const int MaxPoolSize = 30;

    /// <summary>How long a caller waits for a connection before it is told to come again.</summary>
    public const int PoolTimeoutSeconds = 25;

    /// <summary>How long a statement may run, in milliseconds.</summary>
    public const int StatementTimeout = 30_000;

    /// <summary>How long a statement may wait for a lock, in milliseconds.</summary>
    public const int LockTimeout = 10_000;

    public NpgsqlDataSource CreateWriteSource() => Create(ConnectionString);

    public NpgsqlDataSource? CreateReadSource() => ReadConnectionString is null ? null : Create(ReadConnectionString);

    private static NpgsqlDataSource Create(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = "crm",
            MaxAutoPrepare = 200,
            AutoPrepareMinUsages = 2,
            // Nothing here alters a session beyond its transaction; resetting it costs each request several statements.
            NoResetOnClose = true,
            Options = $"-c statement_timeout={StatementTimeout} -c lock_timeout={LockTimeout} -c timezone=UTC",
        };
        if (!settings.ContainsKey("Maximum Pool Size") || settings.MaxPoolSize == 100)
            settings.MaxPoolSize = MaxPoolSize;
        if (settings.Timeout == 15)
            settings.Timeout = PoolTimeoutSeconds;
        return new NpgsqlDataSourceBuilder(settings.ConnectionString).Build();
    }
}
