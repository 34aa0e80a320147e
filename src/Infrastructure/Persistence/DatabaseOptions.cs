using Crm.Infrastructure.Security;
namespace Crm.Infrastructure.Persistence;

/// <summary>The databases, and how sessions are opened.</summary>
/// <param name="ConnectionString">The connection string of the service role.</param>
/// <param name="ReadConnectionString">For queries; may contain several hosts, of which standbys are preferred. Null: the same as for
/// writes.</param>
public sealed record DatabaseOptions(string ConnectionString, string? ReadConnectionString = null)
{
    /// <summary>The maximum number of connections for writes; further callers wait for up to <see cref="PoolTimeoutSeconds"/>.</summary>
    public const int MaxPoolSize = 30;

    /// <summary>How long a caller waits for a connection before the request fails with 503.</summary>
    public const int PoolTimeoutSeconds = 25;

    /// <summary>How long a query waits for a standby before it goes to the primary.</summary>
    public const int StandbyTimeoutSeconds = 5;

    /// <summary>How long a statement may run, in milliseconds.</summary>
    public const int StatementTimeout = 30_000;

    /// <summary>How long a caller's query waits while the caller has <see cref="QueriesPerCaller"/> others.</summary>
    public static readonly TimeSpan ShareTimeout = TimeSpan.FromSeconds(5);

    /// <summary>How long a statement may wait for a lock, in milliseconds.</summary>
    public const int LockTimeout = 10_000;

    private const string Write = "write";
    private const string Read = "read";

    private static int made;

    private readonly int number = Interlocked.Increment(ref made);

    /// <summary>Statements that take at least this long are logged.</summary>
    public TimeSpan SlowStatement { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a statement of a query may take, in seconds. Reports may take <see cref="StatementTimeout"/>.</summary>
    public int QuerySeconds { get; init; } = 5;

    /// <summary>The number of queries of one caller that the database executes at the same time. Others wait, so that one caller leaves
    /// most of the connections and of the processors to the others.</summary>
    public int QueriesPerCaller { get; init; } = 2;

    /// <summary>The pools, with the names under which the driver measures them.</summary>
    internal IReadOnlyList<(string Kind, string Name)> Pools =>
        ReadConnectionString is null ? [(Write, NameOf(Write))] : [(Write, NameOf(Write)), (Read, NameOf(Read))];

    public NpgsqlDataSource CreateWriteSource() =>
        Create(ConnectionString, NameOf(Write), PoolTimeoutSeconds, TargetSessionAttributes.Primary);

    public NpgsqlDataSource? CreateReadSource() => ReadConnectionString is null
        ? null
        : Create(ReadConnectionString, NameOf(Read), StandbyTimeoutSeconds, TargetSessionAttributes.PreferStandby);

    /// <summary>The driver's metrics are per process; in tests, a process runs many services.</summary>
    private string NameOf(string kind) => number == 1 ? $"crm {kind}" : $"crm {kind} {number}";

    private static NpgsqlDataSource Create(string connectionString, string name, int timeoutSeconds, TargetSessionAttributes target)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = "crm",
            MaxAutoPrepare = 200,
            AutoPrepareMinUsages = 2,
            // No session is altered beyond its transaction, and resetting it would cost each request several statements.
            NoResetOnClose = true,
            Options = $"-c statement_timeout={StatementTimeout} -c lock_timeout={LockTimeout} -c timezone=UTC " +
                // A query may occupy one processor, not several.
                "-c max_parallel_workers_per_gather=0",
        };
        if (!settings.ContainsKey("Maximum Pool Size") || settings.MaxPoolSize == 100)
            settings.MaxPoolSize = MaxPoolSize;
        if (settings.Timeout == 15)
            settings.Timeout = timeoutSeconds;
        if (settings.Host?.Contains(',', StringComparison.Ordinal) != true)
            return BuilderOf(settings, name).Build();
        // The driver reads the choice among several hosts from the data source, not from the connection string.
        if (settings.TargetSessionAttributes is { } given)
            target = Enum.Parse<TargetSessionAttributes>(given.Replace("-", "", StringComparison.Ordinal), ignoreCase: true);
        settings.TargetSessionAttributes = null;
        settings.LoadBalanceHosts = true;
        return BuilderOf(settings, name).BuildMultiHost().WithTargetSession(target);
    }

    private static NpgsqlDataSourceBuilder BuilderOf(NpgsqlConnectionStringBuilder settings, string name) =>
        new NpgsqlDataSourceBuilder(settings.ConnectionString) { Name = name }.ConfigureTracing(
            tracing => tracing.ConfigureCommandFilter(command => command.CommandText != RightsListener.Heartbeat));
}
